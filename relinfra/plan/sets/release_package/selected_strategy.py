"""The strategy of each service, what it gives and asks for, and its steps in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from relinfra.claims import Verdict, change_is_borne, makes_change, previous_version_works
from relinfra.evidence import Fact, Facts
from relinfra.evidence.records.release_file import DatabaseChange
from relinfra.evidence.records.rollout import BlueGreen, Canary, CodeDeploy, Linear, OtherRollout, Rolling
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.blocks import points
from relinfra.plan.figures import traffic
from relinfra.plan.model import Block, Paragraph, Statement, Step, Steps, Subheading
from relinfra.plan.say import asserted, label, reason, say
from relinfra.plan.sections.code_deploy import deployed_by_hand, started
from relinfra.plan.sections.migrations import comes_first, migration
from relinfra.plan.sections.phases import during
from relinfra.plan.sections.strategies import replaced
from relinfra.plan.sections.upgrades import upgraded
from relinfra.plan.sections.verification import before_customers
from relinfra.plan.traffic_shift import bake_minutes

__all__ = ["selected_strategies"]


def selected_strategies(facts: Facts, stage: Stage) -> Iterator[Block]:
    """Yield the strategy of each service: what it is, what speaks for it, and its steps."""
    for service in stage.services:
        rollout = service.rollout
        shift = rollout.shift if isinstance(rollout, CodeDeploy) else None
        named: dict[str, Fact | None] = {"name": service.name, "strategy": rollout.strategy, "shift": shift}
        yield Subheading((say("way.service_shift" if shift else "way.service", service.id, **named),))
        yield Paragraph(replaced(service))
        yield from traffic(service)
        weighed = _weighed(stage, service)
        if weighed:
            advantages, considerations = weighed
            yield points(((label("way.advantage"), label(advantages)), (label("way.consider"), label(considerations))))
        yield Subheading((label("way.steps"),), level=4)
        yield Steps(_steps(facts, stage, service))


def _weighed(stage: Stage, service: Service) -> tuple[str, str] | None:
    """Return the words for what a strategy gives and for what it asks for, None where it is not known here."""
    rollout = service.rollout
    match rollout:
        case Rolling():
            return _weighed_rolling(stage, service, rollout)
        case BlueGreen():
            return "way.advantages.blue_green", "way.considerations.blue_green"
        case Canary():
            return "way.advantages.canary", "way.considerations.canary"
        case Linear():
            return "way.advantages.linear", "way.considerations.linear"
        case CodeDeploy():
            return "way.advantages.code_deploy", "way.considerations.code_deploy"
        case OtherRollout():
            return None
        case _:
            assert_never(rollout)


def _weighed_rolling(stage: Stage, service: Service, rollout: Rolling) -> tuple[str, str]:
    """Return the same of a rolling update, which promises no downtime that this release cannot have."""
    if rollout.may_stop_all:
        return "way.advantages.rolling_stopping", "way.considerations.rolling_stopping"
    unborne = previous_version_works(service).verdict is Verdict.FAILS
    down = unborne or any(service.uses(one.identifier) for one in upgraded(stage))
    return f"way.advantages.rolling{'_interrupted' if down else ''}", "way.considerations.rolling"


def _steps(facts: Facts, stage: Stage, service: Service) -> tuple[Step, ...]:
    name, variable = service.name, service.image_variable
    rollout, bake = service.rollout, bake_minutes(service.rollout)
    by_code_deploy = isinstance(rollout, CodeDeploy) and not rollout.elsewhere
    applied = "way.step.apply_code_deploy" if by_code_deploy else "way.step.apply"
    apply = say(applied, service.id, name=name, variable=variable) if variable else None
    watched = say("way.step.bake" if bake else "way.step.no_bake", service.id, name=name, bake=bake)
    before, after = _migrated(facts, stage, service)
    start, ended = _by_code_deploy(facts, stage, service)
    return (
        Step((label("way.step.ready"),)),
        *before,
        Step((apply or say("way.step.deploy", service.id, name=name),)),
        *after,
        *start,
        *before_customers(stage, service),
        *during(stage, service),
        Step((watched,)),
        *ended,
    )


def _migrated(facts: Facts, stage: Stage, service: Service) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """Return the steps that change databases, before the apply of the service and after it."""
    changes = facts.release.database_changes
    own = [change for change in changes if makes_change(service, change)]
    task = migration(stage, service)
    migrated = tuple(Step((_made(change, service, bool(task)),)) for change in own)
    steps = (*_stopped(service), *migrated, *task)
    return ((), steps) if task and not comes_first(service) else (steps, ())


def _made(change: DatabaseChange, service: Service, by_task: bool) -> Statement:
    """Return that a change is made, and whether the version that runs has to bear it or is known not to."""
    claim = change_is_borne(change)
    unborne = claim.verdict is Verdict.FAILS
    key = f"way.step.migrate{'_by_task' if by_task else ''}{'_unborne' if unborne else ''}"
    return asserted(claim, key, f"{service.id}.{change.key}", change=change.key)


def _stopped(service: Service) -> tuple[Step, ...]:
    """Return that nobody writes while a schema changes that the running version does not work with."""
    claim = previous_version_works(service)
    if claim.verdict is not Verdict.FAILS:
        return ()
    return (Step((asserted(claim, "way.step.stop_writes", service.id, name=service.name), *reason(claim))),)


def _by_code_deploy(facts: Facts, stage: Stage, service: Service) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """Return the steps that start and watch CodeDeploy, and the one that waits for its end; none where ECS deploys."""
    steps = deployed_by_hand(stage, service)
    if not steps:
        return ((), ())
    start, *watch, end = steps
    by = started(facts, stage, service)
    return ((Step((*start.line, by), start.command, start.expected), *watch), (end,))
