"""The days of a release: from the code freeze to the retrospective."""

from __future__ import annotations

from relinfra.evidence import Facts
from relinfra.plan.missing import missing
from relinfra.plan.model import Line
from relinfra.plan.say import label, say
from relinfra.release import OFFSETS, MilestoneName

__all__ = ["MILESTONES", "milestone", "on_day", "window"]

MILESTONES: tuple[MilestoneName, ...] = tuple(OFFSETS)
"""The milestones of a release, in order."""


def milestone(facts: Facts, name: MilestoneName, where: str) -> Line:
    """Return what happens on a milestone, and its day."""
    return (label(f"milestone.{name}"), *on_day(facts, name, where))


def on_day(facts: Facts, name: MilestoneName, where: str) -> Line:
    """Return the day of a milestone, and how far the calendar moved it."""
    day = facts.schedule.milestone(name).date
    moved = facts.schedule.milestone(name).moved
    if day is None:
        return (missing("date"),)
    line = (say("milestone.day", f"{where}.{name}", day=day),)
    return (*line, say("milestone.moved", f"{where}.{name}", moved=moved)) if moved else line


def window(facts: Facts, where: str) -> Line:
    """Return when the deployment may happen."""
    window = facts.release.window
    start, minutes, zone = window.start, window.minutes, window.timezone
    if not (start and minutes):
        return (missing("window"),)
    return (say("milestone.window", where, start=start, minutes=minutes, zone=zone),)
