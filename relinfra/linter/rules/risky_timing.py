"""Risky timing: the release goes live when those are about to leave who would mend it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from relinfra.linter.context import LintContext
from relinfra.linter.finding import LintFinding, Remedy

if TYPE_CHECKING:
    from datetime import date

    from relinfra.release import Release

__all__ = ["find"]

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LATEST = 17


def find(context: LintContext) -> Iterator[LintFinding]:
    """Yield every sign of it."""
    release = context.release
    if release is None or release.date is None:
        return
    after = release.date + timedelta(days=1)
    off = _off(release, after)
    if off:
        found = f"it goes live on {release.date}, the day before {off}"
        yield from context.in_release(found, "Let it go live earlier in the week.", "date")
    if release.window is None:
        window = {"start": "14:00", "minutes": 180}
        remedy = Remedy.to_set("Say `window`.", "window", value=window)
        yield from context.in_release("nothing says when on that day it is deployed", remedy, "window")
        return
    hour, minute = map(int, str(release.window.start).split(":")[:2])
    if hour * 60 + minute + release.window.minutes > _LATEST * 60 + 60:
        found = "its window ends after people have gone home"
        yield from context.in_release(found, "Let it begin earlier, or be shorter.", "window")


def _off(release: Release, day: date) -> str:
    if _DAYS[day.weekday()] in release.calendar.weekend:
        return "a weekend"
    freezes = release.calendar.freezes.items()
    return next((f"freeze `{name}`" for name, one in freezes if one.from_ <= day <= one.to), "")
