"""The days of a release, counted from T-0 over working days and outside freezes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from relinfra.release.models import Release
    from relinfra.release.models.people import Role

__all__ = ["OFFSETS", "RESPONSIBLE", "Milestone", "MilestoneName", "is_workday", "milestones"]

MilestoneName = Literal[
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
]

OFFSETS: dict[MilestoneName, int] = {
    "code_freeze": -14,
    "qa_start": -10,
    "staging": -7,
    "acceptance": -5,
    "customer_notice": -3,
    "approval": -2,
    "support_reminder": -1,
    "release": 0,
    "day_after": 1,
    "stable": 3,
    "retrospective": 7,
}
"""Days from T-0 to each milestone: two weeks of preparation, three days of close watch, then a retrospective."""

RESPONSIBLE: dict[MilestoneName, Role] = {
    "code_freeze": "engineering_manager",
    "qa_start": "qa_lead",
    "staging": "devops_engineer",
    "acceptance": "product_manager",
    "approval": "release_manager",
    "release": "release_manager",
    "stable": "release_manager",
    "retrospective": "release_manager",
}
"""Who answers for a milestone."""

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DEPLOYING = ("staging", "release")
_FURTHEST = 366


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day of the release. `moved` is by how many days it lies off its offset; `freezes` are those it avoids."""

    name: MilestoneName
    day: date
    moved: int
    freezes: tuple[str, ...]


def is_workday(release: Release, day: date) -> bool:
    """Whether people work on a day of the week."""
    return _DAYS[day.weekday()] not in release.calendar.weekend


def milestones(release: Release) -> Iterator[Milestone]:
    """Return every milestone of a release that has a date.

    One that falls on a weekend moves away from T-0, and so does a deployment that falls into a freeze: what has to be
    done before is done earlier, what follows is done later. Work that deploys nothing goes on in a freeze.
    """
    if release.date is None:
        return
    for name, offset in OFFSETS.items():
        yield _milestone(release, name, release.date + timedelta(days=offset), -1 if offset < 0 else 1)


def _milestone(release: Release, name: MilestoneName, wanted: date, step: int) -> Milestone:
    day, avoided = wanted, []
    for _ in range(_FURTHEST):
        freeze = _freeze(release, day) if name in _DEPLOYING else None
        if freeze:
            avoided.append(freeze)
        elif is_workday(release, day):
            break
        day += timedelta(days=step)
    return Milestone(name, day, abs((day - wanted).days), tuple(dict.fromkeys(avoided)))


def _freeze(release: Release, day: date) -> str | None:
    freezes = release.calendar.freezes.items()
    return next((name for name, freeze in freezes if freeze.from_ <= day <= freeze.to), None)
