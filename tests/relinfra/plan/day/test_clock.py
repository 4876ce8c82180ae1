"""The clock of the day counts minutes from the start of the window, where it is kept and in UTC."""

from __future__ import annotations

from typing import Any

import pytest

from relinfra.plan.day.clock import moment, span, when
from tests.relinfra.plan.facts import facts, text


def told(start: str | None = "14:00", zone: str = "UTC", day: str | None = "2026-12-08") -> Any:
    """Return facts of a release in a window."""
    window = {"start": start, "minutes": 180, "timezone": zone} if start else {}
    return facts(release={"window": window}, schedule={"release": {"date": day}} if day else {})


@pytest.mark.parametrize(
    ("window", "minutes", "local", "utc"),
    [
        (("14:00", "UTC", "2026-12-08"), 65, "15:05", None),
        (("14:00", "UTC", None), -30, "13:30", None),
        (("14:00", "Europe/Berlin", "2026-12-08"), 0, "14:00", "13:00"),
        (("14:00", "Europe/Berlin", "2026-07-08"), 0, "14:00", "12:00"),
        (("14:00", "Asia/Kolkata", "2026-12-08"), -120, "12:00", "06:30"),
        (("23:30", "America/New_York", "2026-12-08"), 60, "00:30", "05:30"),
        (("01:30", "Europe/Berlin", "2026-03-29"), 60, "03:30", "01:30"),
        (("01:30", "Europe/Berlin", "2026-10-25"), 120, "02:30", "01:30"),
        (("14:00", "Europe/London", "2026-12-08"), 0, "14:00", "14:00"),
    ],
)
def test_a_moment_is_told_where_the_window_is_kept_and_in_utc(
    window: tuple[str, str, str | None], minutes: float, local: str, utc: str | None
) -> None:
    """Minutes go on where clocks are put forward or back, over midnight too; a window in UTC has no second time."""
    found = moment(told(*window), minutes)
    assert (found.local, found.utc) == (local, utc)


@pytest.mark.parametrize(("zone", "day"), [("Europe/Berlin", None), ("Mars/Olympus", "2026-12-08")])
def test_utc_is_not_guessed(zone: str, day: str | None) -> None:
    """Without a day nobody knows whether it is summer time, and of a zone that is none nobody knows anything."""
    found = moment(told("14:00", zone, day), 30)
    assert (found.local, found.utc) == ("14:30", None)


@pytest.mark.parametrize(
    ("minutes", "said"), [(-120, "T-2:00"), (-30, "T-0:30"), (0, "T+0:00"), (5, "T+0:05"), (125, "T+2:05")]
)
def test_without_a_window_the_distance_is_all_there_is(minutes: float, said: str) -> None:
    """The sheet stays usable: T is whenever it begins."""
    assert text(when(told(None, day=None), "step", minutes)) == said


@pytest.mark.parametrize(
    ("window", "minutes", "day", "utc_day"),
    [
        (("23:30", "America/Los_Angeles", "2026-12-08"), 0, None, "2026-12-09"),
        (("23:30", "America/Los_Angeles", "2026-12-08"), 45, "2026-12-09", None),
        (("00:30", "Europe/Berlin", "2026-12-08"), 0, None, "2026-12-07"),
        (("00:30", "Europe/Berlin", "2026-12-08"), -60, "2026-12-07", None),
        (("14:00", "Europe/Berlin", "2026-12-08"), 0, None, None),
        (("23:30", "UTC", None), 60, None, None),
    ],
)
def test_another_day_is_named(
    window: tuple[str, str, str | None], minutes: float, day: str | None, utc_day: str | None
) -> None:
    """The local one where it is no longer that of the release, that of UTC where it is another one than the local."""
    found = moment(told(*window), minutes)
    assert (found.day, found.utc_day) == (day, utc_day)


def test_a_window_over_midnight_names_its_days() -> None:
    """Each day once, where it is another one than before."""
    known = facts(
        release={"window": {"start": "23:30", "minutes": 90, "timezone": "America/Los_Angeles"}},
        schedule={"release": {"date": "2026-12-08"}},
    )
    said = span(known)
    assert said
    assert text((said,)).startswith(
        "23:30 to 01:00 on 9 December 2026 America/Los_Angeles, that is 07:30 on 9 December 2026 to 09:00 UTC"
    )


def test_what_has_no_known_moment_follows() -> None:
    """No time is invented for it."""
    assert text(when(told(), "step", None)) == "then"


def test_the_window_is_told_in_both() -> None:
    """For those who are there, and those who are called elsewhere."""
    both = span(told(zone="Europe/Berlin"))
    assert both
    assert text((both,)) == "14:00 to 17:00 Europe/Berlin, that is 13:00 to 16:00 UTC (180)"
    assert span(told(None)) is None
