"""The window of a release may reach into another day."""

from datetime import date

import pytest

from relinfra.domain.release_window import last_day


@pytest.mark.parametrize(
    ("start", "minutes", "day"),
    [("14:00", 180, 8), ("22:00", 120, 8), ("22:00", 121, 9), ("00:00", 0, 8), ("23:59", 1500, 10)],
)
def test_a_window_over_midnight_ends_on_another_day(start: str, minutes: int, day: int) -> None:
    """One that ends at midnight does not."""
    assert last_day(date(2026, 12, 8), start, minutes) == date(2026, 12, day)
