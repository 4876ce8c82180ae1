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
from relinfra.plan.people import acting
from relinfra.plan.say import asserted, command, label, say
from relinfra.plan.sections.infrastructure import in_order
from relinfra.plan.sections.procedures import shown, steps_of
from relinfra.plan.sections.rollback import way_back
from relinfra.plan.sections.schema_order import order_back
from relinfra.plan.sections.upgrades import no_way_back
from relinfra.plan.traffic_shift import bake_minutes
from relinfra.runbook import Kind, Procedure, restore_of, rollback_of, stop_of

__all__ = ["Undo", "takes_back", "undoing"]


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
    stages = facts.live
    services = [(stage, service) for stage in stages for service in stage.services]
    stopped = [one for stage, service in services for one in _stopped(facts, stage, service)]
    code = [one for stage, service in services for one in _redeployed(facts, stage, service)]
    data = [*_changes(facts), *(one for stage in stages for one in _databases(facts, stage))]
    borne = all(change_is_borne(one).verdict is Verdict.HOLDS for one in facts.release.database_changes)
    return (
        *(_flag(flag) for flag in facts.release.flags),
        *stopped,
        *((*code, *data) if borne else (*data, *code)),
        *(one for first, *_ in reversed(facts.live_environments) for one in _infrastructure(facts, first)),
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
    procedure, owner = stop_of(stage, service), _called(facts, f"undo.{service.id}")
    bake = bake_minutes(service.rollout)
    takes = (say("undo.shifted", service.id, bake=bake),) if bake else takes_back(service, "undo.stopped")
    yield Undo(owner, way_back(stage, service), (shown(procedure, "undo"),), _seen(procedure), takes)


def _redeployed(facts: Facts, stage: Stage, service: Service) -> Iterator[Undo]:
    procedure, owner = rollback_of(stage, service), _called(facts, f"undo.again.{service.id}")
    if procedure:
        does = (say("undo.redeploy", service.id, name=service.name),)
        yield Undo(owner, does, (shown(procedure, "undo.again"),), _seen(procedure), takes_back(service, "undo"))


def _seen(procedure: Procedure | None) -> Line:
    """Return what is seen when a procedure has waited for everything that it promises."""
    if procedure is None:
        return ()
    steps = zip(procedure.steps, steps_of(procedure), strict=True)
    return next((told.expected for done, told in reversed([*steps]) if done.kind is Kind.AWAIT), ())


def takes_back(service: Service, where: str) -> Line:
    """Return how long the version before takes to be deployed again: for as long as Terraform waits for one, if so."""
    claim = terraform_waits(service)
    if not claim.holds:
        return (label("undo.unmeasured"),)
    return (asserted(claim, "undo.replaced", f"{where}.{service.id}", waits=claim.limit),)


def _changes(facts: Facts) -> Iterator[Undo]:
    for change in facts.release.database_changes:
        borne = change_is_borne(change).verdict is Verdict.HOLDS
        owner = acting(facts, "database_administrator", f"undo.{change.id}")
        takes = (label("undo.nothing" if borne else "undo.unmeasured"),)
        yield Undo(owner, order_back(change), (), (), takes)


def _databases(facts: Facts, stage: Stage) -> Iterator[Undo]:
    for database in stage.databases:
        procedure = restore_of(stage, database) if database.identifier else None
        if procedure:
            owner = acting(facts, "database_administrator", f"undo.{database.id}")
            said = say("undo.database", database.id, identifier=database.identifier, days=database.backup_days)
            does = (said, *no_way_back(database))
            commands = (shown(procedure, "undo"),)
            yield Undo(owner, does, commands, (label("undo.beside"),), (label("undo.unmeasured"),))


def _infrastructure(facts: Facts, stage: Stage) -> Iterator[Undo]:
    """Yield that the stacks of the version before are applied, so that Terraform agrees with what runs."""
    previous, owner = facts.release.previous, acting(facts, "devops_engineer", f"undo.{stage.id}")
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
