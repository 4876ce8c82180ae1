"""Dates of a release file that do not go with its milestones: notices, absences, the begin of planning."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from relinfra.reading import Finding
from relinfra.release.calendar import RESPONSIBLE, milestones

if TYPE_CHECKING:
    from datetime import date

    from relinfra.release.calendar import MilestoneName
    from relinfra.release.models import Release

__all__ = ["conflicting_dates"]

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TOLD: dict[str, MilestoneName] = {"customers": "customer_notice", "support": "support_reminder"}
"""Milestones on which those are told whom an entry of `communications` is named after."""


def conflicting_dates(release: Release) -> Iterator[Finding]:
    """Yield every date, or number of days, that does not go with a milestone or with the calendar."""
    if release.date is None:
        return
    days = {one.name: one.day for one in milestones(release)}
    yield from _notices(release, release.date, days)
    yield from _absences(release, days)
    if release.planning_started and release.planning_started > days["code_freeze"]:
        yield Finding(
            ("planning_started",),
            f"a day not after {days['code_freeze']}, the code freeze",
            str(release.planning_started),
            "correct it, or move the release",
            related=(("date",),),
        )


def _notices(release: Release, day: date, days: dict[MilestoneName, date]) -> Iterator[Finding]:
    """Demand a working day for what is sent before the release, and for customers and support that of the schedule."""
    for name, told in release.communications.items():
        if told.days_before is None:
            continue
        wanted, milestone = day - timedelta(days=told.days_before), _TOLD.get(name)
        planned = days[milestone] if milestone else _working(release, wanted)
        if planned != wanted:
            why = f"the {milestone.replace('_', ' ')} of the schedule" if milestone else "the working day before it"
            yield Finding(
                ("communications", name, "days_before"),
                f"{(day - planned).days}, which is {planned}, {why}",
                f"{told.days_before} days before {day}, which is {wanted}, a {_DAYS[wanted.weekday()]}",
                related=(("date",),),
            )


def _working(release: Release, day: date) -> date:
    """Return the last working day up to a day; where every day is a day off, the day itself."""
    days = (day - timedelta(days=back) for back in range(len(_DAYS)))
    return next((one for one in days if _DAYS[one.weekday()] not in release.calendar.weekend), day)


def _absences(release: Release, days: dict[MilestoneName, date]) -> Iterator[Finding]:
    """Demand somebody who covers for whoever answers for a milestone and is away on its day."""
    for milestone, role in RESPONSIBLE.items():
        named, day = release.people.get(role), days[milestone]
        if named is None or named.backup:
            continue
        for name, away in release.absences.items():
            if away.name.casefold() == named.name.casefold() and away.from_ <= day <= away.to and not away.cover:
                yield Finding(
                    ("absences", name),
                    f"the {role.replace('_', ' ')} there on {day}, the {milestone.replace('_', ' ')}, or a `cover`",
                    f"{away.name} away from {away.from_} to {away.to}",
                    "say who covers, or move the release",
                    related=(("people", role), ("date",)),
                )
