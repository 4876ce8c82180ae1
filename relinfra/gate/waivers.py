"""Waivers near their end: one that ends while the release is watched fails the build of a hotfix."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from relinfra.evidence import Facts, value_of
from relinfra.gate.obstacle import Obstacle

__all__ = ["ending"]

_WATCHED = 3
"""Days of close monitoring where the release has no date to count from."""
_SOON = 30
"""Days before its end from which a waiver is told of."""


def ending(facts: Facts, at: datetime, environment: str) -> Iterator[Obstacle]:
    """Yield every waiver of the environment that ends before close monitoring does, and those that end soon."""
    watched = _watched(facts, at)
    for waiver in facts.project.waivers:
        end, where = value_of(waiver.expires), value_of(waiver.environments)
        if end is None or (where and environment not in where):
            continue
        last = date.fromisoformat(end)
        about = f"the waiver of {value_of(waiver.policy)}"
        remedy = f"renew it with its owner, {value_of(waiver.owner)}, or mend what it accepts"
        if last < at.date():
            yield Obstacle.of("waiver", f"{about} ended on {end}", remedy, waiver.expires)
        elif last < watched:
            found = f"{about} ends on {end}, before the release is watched to its end on {watched}"
            yield Obstacle.of("waiver", found, remedy, waiver.expires)
        elif last <= at.date() + timedelta(days=_SOON):
            yield Obstacle.of("waiver", f"{about} ends on {end}", remedy, waiver.expires, stops=False)


def _watched(facts: Facts, at: datetime) -> date:
    stable = value_of(facts.schedule.milestone("stable").date)
    return max(date.fromisoformat(stable) if stable else at.date(), at.date() + timedelta(days=_WATCHED))
