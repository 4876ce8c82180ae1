"""The calendar: freezes, and the window in which the release may be deployed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from relinfra.errors import UsageError
from relinfra.evidence import Facts, value_of
from relinfra.gate.obstacle import Obstacle

__all__ = ["frozen", "in_window"]

_WRITTEN = "%Y-%m-%d %H:%M UTC"


def frozen(facts: Facts, at: datetime, environment: str) -> Iterator[Obstacle]:
    """Yield the freezes that the day falls into; a freeze is of days where the window's clock is."""
    del environment
    today = at.astimezone(_zone(facts)).date()
    for freeze in facts.release.calendar.freezes:
        first, last = value_of(freeze.from_), value_of(freeze.to)
        if first and last and date.fromisoformat(first) <= today <= date.fromisoformat(last):
            why = f", {value_of(freeze.reason)}" if freeze.reason else ""
            found = f"{today} lies in the freeze {freeze.key} from {first} to {last}{why}"
            yield Obstacle.of("freeze", found, "deploy after it", freeze.from_, freeze.to)


def in_window(facts: Facts, at: datetime, environment: str) -> Iterator[Obstacle]:
    """Yield why the time is not one at which the release may be deployed."""
    del environment
    day, window = facts.release.date, facts.release.window
    start, minutes = window.start, window.minutes
    if day is None:
        yield Obstacle.of("window", "nothing says on which day it goes live", "say `date` in the release file")
    elif not (start and minutes and minutes.number):
        found = "nothing says when on its day it is deployed"
        yield from _on(facts, at, date.fromisoformat(day.value))
        yield Obstacle.of("window", found, "say `window` in the release file", day, stops=False)
    else:
        hour, minute = map(int, start.value.split(":"))
        on = date.fromisoformat(day.value)
        opens = datetime(on.year, on.month, on.day, hour, minute, tzinfo=_zone(facts)).astimezone(UTC)
        closes = opens + timedelta(minutes=minutes.number)
        if not opens <= at < closes:
            found = f"{at:{_WRITTEN}} lies outside the window from {opens:{_WRITTEN}} to {closes:{_WRITTEN}}"
            remedy = "deploy within it, or move it in the release file and let it be approved"
            yield Obstacle.of("window", found, remedy, day, start, minutes)


def _on(facts: Facts, at: datetime, day: date) -> Iterator[Obstacle]:
    today = at.astimezone(_zone(facts)).date()
    if today != day:
        found = f"{today} is not the day of the release, {day}"
        remedy = "deploy on that day, or move it in the release file"
        yield Obstacle.of("window", found, remedy, facts.release.date)


def _zone(facts: Facts) -> ZoneInfo:
    name = value_of(facts.release.window.timezone) or "UTC"
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError
        expected = "expected a time zone such as Europe/Berlin"
        raise UsageError(f"window.timezone: {expected}, found {name!r}, which this machine does not know") from None
