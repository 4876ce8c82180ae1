"""The order of undoing: what users see first, then code, then data, then infrastructure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from relinfra.claims import Verdict, change_is_borne, terraform_waits
from relinfra.evidence import Facts
from relinfra.evidence.records.release_file import Flag
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.day.starting import applied
from relinfra.plan.missing import field, known, missing
from relinfra.plan.model import Line
from relinfra.plan.people import person
from relinfra.plan.say import asserted, command, label, say
from relinfra.plan.sections.infrastructure import in_order
from relinfra.plan.sections.rollback import way_back
from relinfra.plan.sections.rollback_by_hand import database_by_hand, service_by_hand
from relinfra.plan.sections.schema_order import order_back
from relinfra.plan.sections.upgrades import no_way_back
from relinfra.plan.stages import live
from relinfra.plan.traffic_shift import bake_minutes

__all__ = ["Undo", "takes_back", "undoing"]

_STOPPING = 2
"""The first steps of a way back stop what still runs; those behind them deploy the version before."""


@dataclass(frozen=True)
class Undo:
    """One way back: who takes it, what is done with which commands, what is seen then, how long it takes."""

    owner: Line
    does: Line
    commands: tuple[Line, ...]
    expected: Line
    takes: Line


def undoing(facts: Facts) -> tuple[Undo, ...]:
    """Return every way back in the order in which they are taken.

    Where the version before does not work with the data of today, they go back before it is started.
    """
    stages = live(facts)
    services = [(stage, service) for stage in stages for service in stage.services]
    stopped = [one for stage, service in services for one in _stopped(facts, stage, service)]
    code = [one for stage, service in services for one in _redeployed(facts, stage, service)]
    data = [*_changes(facts), *(one for stage in stages for one in _databases(facts, stage))]
    borne = all(change_is_borne(one).verdict is Verdict.HOLDS for one in facts.release.database_changes)
    return (
        *(_flag(flag) for flag in facts.release.flags),
        *stopped,
        *((*code, *data) if borne else (*data, *code)),
        *_infrastructure(facts, stages),
    )


def _flag(flag: Flag) -> Undo:
    return Undo(
        (field(flag, Flag.owner, "day.owner", "undo"),),
        (say("undo.flag", flag.id, flag=flag.key, service=flag.service),),
        (),
        (field(flag, Flag.fallback, "undo.fallback", "undo"),),
        (label("undo.unmeasured"),),
    )


def _stopped(facts: Facts, stage: Stage, service: Service) -> Iterator[Undo]:
    steps, owner = service_by_hand(stage, service)[:_STOPPING], _called(facts, f"undo.{service.id}")
    bake = bake_minutes(service.rollout)
    takes = (say("undo.shifted", service.id, bake=bake),) if bake else takes_back(service, "undo.stopped")
    expected = steps[-1].expected if steps else ()
    yield Undo(owner, (way_back(stage, service),), tuple(step.command for step in steps), expected, takes)


def _redeployed(facts: Facts, stage: Stage, service: Service) -> Iterator[Undo]:
    steps, owner = service_by_hand(stage, service)[_STOPPING:], _called(facts, f"undo.again.{service.id}")
    if steps:
        does = (say("undo.redeploy", service.id, name=service.name),)
        commands = tuple(step.command for step in steps)
        yield Undo(owner, does, commands, steps[-1].expected, takes_back(service, "undo"))


def takes_back(service: Service, where: str) -> Line:
    """Return how long the version before takes to be deployed again: for as long as Terraform waits for one, if so."""
    claim = terraform_waits(service)
    if not claim.holds:
        return (label("undo.unmeasured"),)
    return (asserted(claim, "undo.replaced", f"{where}.{service.id}", waits=claim.limit),)


def _changes(facts: Facts) -> Iterator[Undo]:
    for change in facts.release.database_changes:
        borne = change_is_borne(change).verdict is Verdict.HOLDS
        owner = person(facts, "database_administrator", f"undo.{change.id}")
        takes = (label("undo.nothing" if borne else "undo.unmeasured"),)
        yield Undo(owner, order_back(change), (), (), takes)


def _databases(facts: Facts, stage: Stage) -> Iterator[Undo]:
    for database in stage.databases:
        steps = database_by_hand(stage, database) if database.identifier else ()
        if steps:
            owner = person(facts, "database_administrator", f"undo.{database.id}")
            said = say("undo.database", database.id, identifier=database.identifier, days=database.backup_days)
            does = (said, *no_way_back(database))
            yield Undo(
                owner, does, tuple(step.command for step in steps), (label("undo.beside"),), (label("undo.unmeasured"),)
            )


def _infrastructure(facts: Facts, stages: tuple[Stage, ...]) -> Iterator[Undo]:
    """Yield that the stacks of the version before are applied, so that Terraform agrees with what runs."""
    for stage in stages[:1]:
        previous, owner = facts.release.previous, person(facts, "devops_engineer", f"undo.{stage.id}")
        does = (
            (say("undo.infrastructure", stage.id, previous=previous, stage=stage.name),)
            if previous
            else (missing("previous"),)
        )
        fetched = ((command("return_to", stage.id, version=previous),),) if previous else ()
        stacks = (applied(stage, f"undo.{stage.id}", in_order(facts, stage)),) if previous else ()
        yield Undo(owner, does, (*fetched, *stacks), (label("undo.agreed"),), (label("undo.unmeasured"),))


def _called(facts: Facts, where: str) -> Line:
    """Return who is called first, and how."""
    first = facts.release.on_call.primary
    return (known(first.name, say("day.called", where, name=first.name, contact=first.contact), "on_call.primary"),)
