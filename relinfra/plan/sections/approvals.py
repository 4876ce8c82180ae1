"""Approvals: what one of them lets a release into, and the turn in which environments of customers come."""

from __future__ import annotations

from relinfra.evidence import Facts
from relinfra.evidence.records.stage import Stage
from relinfra.plan.model import Line
from relinfra.plan.people import person
from relinfra.plan.say import label, say
from relinfra.plan.stages import deployed

__all__ = ["covers", "fails_in_one"]


def covers(facts: Facts, stage: Stage, where: str) -> Line:
    """Return what one approval lets a release into: every region of an environment, but no other one of customers.

    Nothing where the environment stands in one region and customers use no other.
    """
    about = f"{where}.{stage.id}"
    regions = Stage.region.each(one for one in deployed(facts) if one.environment == stage.environment)
    covered = (say("approval.covers", about, regions=regions),) if len(regions) > 1 else ()
    customers = [first for first, *_ in facts.live_environments]
    order = [one.environment for one in customers]
    if len(order) < 2 or stage.environment not in order:  # noqa: PLR2004 - it takes two to come in turn
        return covered
    place = order.index(stage.environment)
    if place:
        return (*covered, say("approval.in_turn", about, stage=stage.name, before=customers[place - 1].name))
    return (*covered, say("approval.first", about, stage=stage.name, others=Stage.name.each(customers[1:])))


def fails_in_one(facts: Facts, where: str) -> Line:
    """Return what happens where a release succeeds in one environment of customers and fails in a later one."""
    customers = Stage.name.each(first for first, *_ in facts.live_environments)
    if len(customers) < 2:  # noqa: PLR2004 - it takes two to come in turn
        return ()
    role = person(facts, "release_manager", f"{where}.fails_in_one")
    return (say("approval.fails_in_one", where, stages=customers), *role, label("approval.decides"))
