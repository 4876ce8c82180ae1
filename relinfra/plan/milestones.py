"""The days of a release: from the code freeze to the retrospective."""

from __future__ import annotations

from relinfra.evidence import Facts
from relinfra.plan.gaps import gap
from relinfra.plan.model import Line
from relinfra.plan.say import label, say

__all__ = ["MILESTONES", "milestone", "on_day", "window"]

MILESTONES = (
    "code_freeze",
    "qa_start",
    "staging",
    "acceptance",
    "customer_notice",
    "approval",
    "support_reminder",
    "release",
    "day_after",
    "stable",
    "retrospective",
)
"""The milestones of a release, in order."""


def milestone(facts: Facts, name: str, where: str) -> Line:
    """Return what happens on a milestone, and its day."""
    return (label(f"milestone.{name}"), *on_day(facts, name, where))


def on_day(facts: Facts, name: str, where: str) -> Line:
    """Return the day of a milestone, and how far the calendar moved it."""
    day, moved = facts.get(f"schedule.{name}.date"), facts.get(f"schedule.{name}.moved")
    if day is None:
        return (gap("date"),)
    line = (say("milestone.day", f"{where}.{name}", day=day),)
    return (*line, say("milestone.moved", f"{where}.{name}", moved=moved)) if moved else line


def window(facts: Facts, where: str) -> Line:
    """Return when the deployment may happen."""
    start, minutes, zone = (facts.get(f"release.window.{name}") for name in ("start", "minutes", "timezone"))
    if not (start and minutes):
        return (gap("window"),)
    return (say("milestone.window", where, start=start, minutes=minutes, zone=zone),)
