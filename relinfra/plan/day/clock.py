"""The clock of the day: minutes from the start of the window as times of day, where the window is kept and in UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from relinfra.evidence import Evidence, Fact, Facts, value_of
from relinfra.plan.model import Given, Line, Statement
from relinfra.plan.say import label, say

__all__ = ["Moment", "moment", "span", "when"]

_HOUR = 60


@dataclass(frozen=True)
class Moment:
    """A moment of the day: its distance from the start of the window, and the time of day, local and in UTC.

    `local` is None where the release file names no window; `utc` is None where that is the same, or where the day is
    unknown, without which nobody can tell summer time from winter time. `day` is the local day where it is no longer
    that of the release, `utc_day` that of UTC where it is another one than the local.
    """

    offset: str
    proofs: tuple[Evidence, ...]
    local: str | None = None
    utc: str | None = None
    day: str | None = None
    utc_day: str | None = None


def moment(facts: Facts, minutes: float, rests: tuple[Fact, ...] = ()) -> Moment:
    """Return the moment `minutes` after the start of the window; `rests` are the facts that the minutes follow from."""
    window = facts.release.window
    read = (window.start, window.timezone, facts.schedule.milestone("release").date, *rests)
    proofs = tuple(dict.fromkeys(proof for fact in read if fact for proof in fact.evidence))
    offset, begins = _offset(minutes), _begins(facts)
    if begins is None:
        return Moment(offset, proofs)
    if begins.tzinfo is None:
        return Moment(offset, proofs, f"{begins + timedelta(minutes=minutes):%H:%M}")
    # Counted in UTC: where clocks are put forward or back meanwhile, minutes go on as ever.
    in_utc = begins.astimezone(UTC) + timedelta(minutes=minutes)
    local, same = in_utc.astimezone(begins.tzinfo), begins.tzinfo == ZoneInfo("UTC")
    known = value_of(facts.schedule.milestone("release").date)
    day = f"{local:%Y-%m-%d}" if known and local.date() != begins.date() else None
    utc_day = f"{in_utc:%Y-%m-%d}" if known and in_utc.date() != local.date() else None
    return Moment(offset, proofs, f"{local:%H:%M}", None if same else f"{in_utc:%H:%M}", day, utc_day)


def when(facts: Facts, key: str, minutes: float | None, rests: tuple[Fact, ...] = ()) -> Line:
    """Return a moment in words: the time of day and its distance from the start; that it follows, where unknown."""
    if minutes is None:
        return (label("day.then"),)
    at = moment(facts, minutes, rests)
    if not at.proofs:
        return (label("day.offset", offset=at.offset),)
    texts = {"offset": at.offset, "local": at.local, "utc": at.utc, "day": at.day, "utc_day": at.utc_day}
    shown = _shown(f"day.{key}", texts, at.proofs)
    return (say("day.at" if at.local else "day.offset", key, **shown),)


def span(facts: Facts) -> Statement | None:
    """Return the window as times of day, local and in UTC, nothing where the release file names none."""
    window = facts.release.window
    if not (window.start and window.minutes and window.minutes.number):
        return None
    ends = moment(facts, window.minutes.number, (window.minutes,))
    starts = moment(facts, 0, (window.minutes,))
    ends_in_utc = ends.utc_day or ends.day
    texts = {"starts": starts.local, "ends": ends.local, "utc_starts": starts.utc, "utc_ends": ends.utc}
    texts |= {"ends_day": ends.day, "utc_day": starts.utc_day}
    texts |= {"utc_ends_day": None if ends_in_utc == starts.utc_day else ends_in_utc}
    shown = _shown("day.window", texts, ends.proofs)
    return say("day.span", **shown, zone=window.timezone, minutes=window.minutes)


def _shown(about: str, texts: Mapping[str, str | None], proofs: tuple[Evidence, ...]) -> dict[str, Given]:
    """Return times and days as facts, None for those that there are not."""
    return {
        name: Fact(f"{about}.{name}", text, "date" if name.endswith("day") else "", proofs, "by_the_clock")
        if text
        else None
        for name, text in texts.items()
    }


def _offset(minutes: float) -> str:
    """Write minutes from the start as hours and minutes, such as T-2:00."""
    hours, rest = divmod(round(abs(minutes)), _HOUR)
    return f"T{'-' if minutes < 0 else '+'}{hours}:{rest:02}"


def _begins(facts: Facts) -> datetime | None:
    """Return the start of the window; without a zone where its day is unknown, unless it is kept in UTC."""
    window, day = facts.release.window, value_of(facts.schedule.milestone("release").date)
    start, zone = value_of(window.start), _zone(value_of(window.timezone) or "UTC")
    if start is None:
        return None
    known = zone if day or zone == ZoneInfo("UTC") else None
    return datetime.combine(date.fromisoformat(day or "2000-01-01"), time.fromisoformat(start), tzinfo=known)


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None
