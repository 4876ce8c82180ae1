"""The window of a release: the days it lies on."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

__all__ = ["last_day"]


def last_day(day: date, start: str, minutes: float) -> date:
    """Return the day on which a window ends that begins on `day` at `start` (14:00) and lasts `minutes`.

    One that ends at midnight does not reach into the next day.
    """
    begins = datetime.combine(day, time.fromisoformat(start))
    return max(day, (begins + timedelta(minutes=minutes) - timedelta.resolution).date())
