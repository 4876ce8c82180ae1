"""Hours of work that do not fit into the days of their phase."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from relinfra.reading import Finding
from relinfra.release.calendar import is_workday, milestones

if TYPE_CHECKING:
    from datetime import date

    from relinfra.release.calendar import MilestoneName
    from relinfra.release.models import Release
    from relinfra.release.models.people import Person

__all__ = ["overfull_phases"]

_PHASES: Mapping[str, tuple[MilestoneName, MilestoneName, int]] = {
    "planning": ("code_freeze", "staging", 0),
    "testing": ("staging", "approval", 0),
    "release": ("approval", "stable", 1),
}
"""The milestones that begin and end each phase, and how many days of the last one belong to it."""


def overfull_phases(release: Release) -> Iterator[Finding]:
    """Demand days enough for the hours of a role and its team, where it is said how long a day is."""
    day_hours = release.calendar.day_hours
    if release.date is None or not day_hours:
        return
    days = {one.name: one.day for one in milestones(release)}
    for phase, (first, last, more) in _PHASES.items():
        number = _workdays(release, days[first], days[last] + timedelta(days=more))
        for role, person in release.people.items():
            hours: float | None = getattr(person.hours, phase, None)
            people = _people(person)
            if hours and hours > number * day_hours * people:
                yield Finding(
                    ("people", role, "hours", phase),
                    f"at most {number * day_hours * people:g}, which {people} of them have on {number} working days",
                    f"{hours:g}",
                    "take more people or fewer hours, or move the release",
                    related=(("calendar", "day_hours"),),
                )


def _workdays(release: Release, first: date, end: date) -> int:
    """Count the working days from one on, up to the day before another; work goes on in a freeze."""
    return sum(is_workday(release, first + timedelta(days=number)) for number in range(max(0, (end - first).days)))


def _people(person: Person) -> int:
    return 1 + (person.team_size or 0)
