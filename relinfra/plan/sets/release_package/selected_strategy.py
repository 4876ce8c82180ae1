"""The strategy of each service, what it gives and asks for, and its steps in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from relinfra.claims import Verdict, makes_change, previous_version_works
from relinfra.evidence import Fact, Facts
from relinfra.evidence.records.rollout import BlueGreen, Canary, CodeDeploy, Linear, OtherRollout, Rolling, Rollout
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.blocks import points
from relinfra.plan.figures import traffic
from relinfra.plan.model import Block, Paragraph, Step, Steps, Subheading
from relinfra.plan.say import asserted, label, reason, say
from relinfra.plan.sections.code_deploy import deployed_by_hand, started
from relinfra.plan.sections.migrations import comes_first, migration
from relinfra.plan.sections.phases import during
from relinfra.plan.sections.strategies import replaced
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
        weighed = _weighed(rollout)
        if weighed:
            advantages, considerations = weighed
            yield points(((label("way.advantage"), label(advantages)), (label("way.consider"), label(considerations))))
        yield Subheading((label("way.steps"),), level=4)
        yield Steps(_steps(facts, stage, service))


def _weighed(rollout: Rollout) -> tuple[str, str] | None:
    """Return the words for what a strategy gives and for what it asks for, None where it is not known here."""
    match rollout:
        case Rolling():
            return "way.advantages.rolling", "way.considerations.rolling"
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
    key = "way.step.migrate_by_task" if task else "way.step.migrate"
    migrated = tuple(Step((say(key, f"{service.id}.{change.key}", change=change.key),)) for change in own)
    steps = (*_stopped(service), *migrated, *task)
    return ((), steps) if task and not comes_first(service) else (steps, ())


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
