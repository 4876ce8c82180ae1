"""Rollback: the way back, and what survives the loss of data or of a region."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from relinfra.claims import alarms_roll_back, breaker_rolls_back
from relinfra.evidence import Facts, value_of
from relinfra.evidence.records.rollout import BlueGreen, Canary, CodeDeploy, Linear, OtherRollout, Rolling, Rollout
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.blocks import points
from relinfra.plan.missing import is_missing
from relinfra.plan.model import (
    Block,
    Bullet,
    Bullets,
    Line,
    Paragraph,
    Row,
    Section,
    Statement,
    Steps,
    Subheading,
    Table,
)
from relinfra.plan.say import asserted, label, say
from relinfra.plan.sections.alarm_conditions import condition
from relinfra.plan.sections.authority import authority
from relinfra.plan.sections.contents import going_back
from relinfra.plan.sections.migrations import unborne, unborne_again
from relinfra.plan.sections.procedures import shown, title_of
from relinfra.plan.sections.recovery import backups, recovery
from relinfra.plan.sections.rollback_by_hand import elsewhere
from relinfra.plan.sections.triggers import triggers
from relinfra.plan.sections.upgrades import no_way_back_again, upgraded
from relinfra.plan.stages import deployed
from relinfra.plan.traffic_shift import bake_minutes
from relinfra.runbook import Procedure, restore_of, rollback_of, stop_of

__all__ = ["rollback", "way_back"]

_HEADINGS = ("stage", "alarm", "when", "then")


def rollback(facts: Facts) -> Section:
    """Return the section on rollback."""
    stages = deployed(facts)
    bullets = [Bullet((label("rollback.rollback"), *_summary(stages)))]
    bullets += going_back(facts)
    bullets += [Bullet(no_way_back_again(database)) for stage in stages for database in upgraded(stage)]
    bullets += [Bullet((label("rollback.backups"), *line)) for stage in stages if (line := backups(stage))]
    bullets += [Bullet((label("rollback.recovery"), *recovery(stage))) for stage in stages]
    blocks = (Bullets(tuple(bullets)), *_automatic(stages), *_decided(facts), *_manual(stages))
    return Section("rollback", None, blocks)


def _decided(facts: Facts) -> tuple[Block, ...]:
    """Return who decides, once the release file says so; what it lacks the other sets ask for."""
    known = facts.release.version and not any(is_missing(line) for one in triggers(facts) for line in one.lines)
    return (Subheading((label("rollback.decided"),)), *authority(facts, level=4)) if known else ()


def _summary(stages: tuple[Stage, ...]) -> Line:
    return tuple(said for stage in stages for service in stage.services for said in way_back(stage, service))


def way_back(stage: Stage, service: Service) -> Line:
    """Return how a service goes back, and why the return of the code alone is none where that is so."""
    rollout = service.rollout
    back = say(
        f"rollback.{_way(rollout)}",
        service.id,
        stage=stage.title,
        name=service.name,
        strategy=rollout.strategy,
        bake=bake_minutes(rollout),
    )
    return (back, *unborne(service))


def _way(rollout: Rollout) -> str:
    match rollout:
        case Rolling():
            return "rolling"
        case BlueGreen() | Canary() | Linear():
            return "shifting" if bake_minutes(rollout) else "redeployed"
        case CodeDeploy():
            if rollout.elsewhere:
                return "code_deploy_elsewhere"
            return "code_deploy" if bake_minutes(rollout) else "redeployed"
        case OtherRollout():
            return "unknown"
        case _:
            assert_never(rollout)


def _automatic(stages: tuple[Stage, ...]) -> tuple[Block, ...]:
    rows = tuple(row for stage in stages for service in stage.services for row in _rows(stage, service))
    heading = Subheading((label("rollback.automatic"),))
    if not rows:
        return (heading, Paragraph((say("rollback.nothing_automatic"),)))
    return (heading, Table(tuple(label(f"rollback.heading.{name}") for name in _HEADINGS), rows))


def _rows(stage: Stage, service: Service) -> list[Row]:
    return [*_on_alarms(stage, service), *_on_failure(stage, service)]


def _on_alarms(stage: Stage, service: Service) -> list[Row]:
    """Return the rollback alarms of a service, a row each."""
    claim, rollout = alarms_roll_back(service), service.rollout
    acting = stage.alarms_named(value_of(claim.alarms) or ()) if claim.holds else ()
    by_code_deploy = isinstance(rollout, CodeDeploy) and rollout.group
    returns = "rollback.code_deploy_returns" if by_code_deploy else "rollback.returns"
    rows = []
    for alarm in sorted(acting, key=lambda alarm: alarm.key):
        then = asserted(claim, returns, alarm.id, name=service.name)
        what = say("rollback.alarm", alarm.id, name=alarm.name)
        rows.append(_row(stage, what, condition(alarm, "rollback"), (then, *unborne_again(service))))
    return rows


def _on_failure(stage: Stage, service: Service) -> list[Row]:
    """Return the circuit breaker of a service, where it rolls a deployment back."""
    claim, about = breaker_rolls_back(service), service.id
    if not claim.holds:
        return []
    unhealthy, interval = service.health.unhealthy_threshold, service.health.interval_seconds
    if unhealthy and interval:
        health = say("rollback.health", about, unhealthy=unhealthy, interval=interval)
        cause: Line = (asserted(claim, "rollback.breaker", about), health)
    else:
        cause = (asserted(claim, "rollback.breaker_start", about),)
    then = say("rollback.breaker_returns", about, name=service.name)
    return [_row(stage, label("rollback.circuit_breaker"), cause, (then, *unborne_again(service)))]


def _row(stage: Stage, what: Statement, when: Line, then: Line) -> Row:
    name = say("rollback.stage", f"{stage.id}.{what.id or then[0].id}", stage=stage.title)
    return Row((((name,),), ((what,),), (when,), (then,)))


def _manual(stages: tuple[Stage, ...]) -> list[Block]:
    blocks: list[Block] = []
    for stage in stages:
        found, lost = tuple(_by_hand(stage)), elsewhere(stage)
        if found:
            heading = say("rollback.by_hand", stage.id, stage=stage.title, account=stage.account)
            opening = () if blocks else (Paragraph((label("rollback.runbooks"),)),)
            blocks += [Subheading((heading,)), *opening, points(found)]
        if lost:
            heading = say("rollback.region_lost", stage.id, region=stage.region, stage=stage.title)
            blocks += [Subheading((heading,)), Steps(lost)]
    return blocks


def _by_hand(stage: Stage) -> Iterator[Line]:
    """Yield how a person turns each service and each database of a stage back: the command that prints the steps."""
    services = [make(stage, service) for service in stage.services for make in (stop_of, rollback_of)]
    databases = [restore_of(stage, database) for database in stage.databases]
    found: list[Procedure] = [one for one in (*services, *databases) if one]
    for one in found:
        yield (title_of(one), label("rollback.colon"), *shown(one, f"rollback.{one.kind}"))
