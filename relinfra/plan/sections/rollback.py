"""Section 5: the way back, and what survives the loss of data or of a region."""

from __future__ import annotations

from relinfra.evidence import Fact, Facts, Node
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
from relinfra.plan.say import label, say
from relinfra.plan.sections.conditions import condition
from relinfra.plan.sections.manual import by_hand, elsewhere
from relinfra.plan.sections.recovery import backups, recovery
from relinfra.plan.sections.safety import turning_back
from relinfra.plan.sections.standby import switched_over
from relinfra.plan.sections.strategies import known, shifts
from relinfra.plan.stages import deployed

__all__ = ["rollback", "way_back"]

_HEADINGS = ("stage", "alarm", "when", "then")


def rollback(facts: Facts) -> Section:
    """Return the section."""
    stages = deployed(facts)
    bullets = [Bullet((label("rollback.rollback"), *_summary(stages)))]
    bullets += [Bullet((label("rollback.backups"), *line)) for stage in stages if (line := backups(stage))]
    bullets += [Bullet((label("rollback.recovery"), *recovery(stage))) for stage in stages if "@" not in stage.id]
    return Section("rollback", 5, (Bullets(tuple(bullets)), *_automatic(stages), *_manual(stages)))


def _summary(stages: tuple[Node, ...]) -> Line:
    return tuple(way_back(stage, service) for stage in stages for service in stage.nodes("service"))


def way_back(stage: Node, service: Node) -> Statement:
    """Return how a service goes back."""
    given = {"stage": stage.fact("stage"), "name": service.fact("name")}
    return say(f"rollback.{_way(service)}", service.id, **given, **_settings(service))


def _way(service: Node) -> str:
    if not known(service):
        return "unknown"
    if service.read_value("deployment.strategy") == "code_deploy":
        return "code_deploy" if service.fact("code_deploy.bake_minutes") else "redeployed"
    if shifts(service):
        return "shifting" if service.fact("deployment.bake_minutes") else "redeployed"
    return "rolling"


def _settings(service: Node) -> dict[str, Fact | None]:
    bake = service.fact("deployment.bake_minutes") or service.fact("code_deploy.bake_minutes")
    return {"strategy": service.fact("deployment.strategy"), "bake": bake}


def _automatic(stages: tuple[Node, ...]) -> tuple[Block, ...]:
    rows = tuple(row for stage in stages for service in stage.nodes("service") for row in _rows(stage, service))
    heading = Subheading((label("rollback.automatic"),))
    if not rows:
        return (heading, Paragraph((say("rollback.nothing_automatic"),)))
    return (heading, Table(tuple(label(f"rollback.heading.{name}") for name in _HEADINGS), rows))


def _rows(stage: Node, service: Node) -> list[Row]:
    settings = service.node("deployment")
    acts = turning_back(service)
    watching = acts.value if acts and isinstance(acts.value, tuple) else ()
    returns = "rollback.code_deploy_returns" if service.fact("code_deploy.group") else "rollback.returns"
    rows = []
    for alarm in stage.nodes("alarm"):
        name = alarm.fact("name")
        if name and name.value in watching:
            then = say(returns, alarm.id, acts=acts, name=service.fact("name"))
            rows.append(_row(stage, say("rollback.alarm", alarm.id, name=name), condition(alarm, "rollback"), then))
    breaker = settings.fact("circuit_breaker_rollback")
    if breaker and breaker.value:
        health = {
            "unhealthy": service.fact("health.unhealthy_threshold"),
            "interval": service.fact("health.interval_seconds"),
        }
        key = "rollback.breaker" if all(health.values()) else "rollback.breaker_start"
        cause: Line = (say(key, service.id, breaker=breaker),)
        if all(health.values()):
            cause = (*cause, say("rollback.health", service.id, **health))
        then = say("rollback.breaker_returns", service.id, name=service.fact("name"))
        rows.append(_row(stage, label("rollback.circuit_breaker"), cause, then))
    return rows


def _row(stage: Node, what: Statement, when: Line, then: Statement) -> Row:
    name = say("rollback.stage", f"{stage.id}.{what.id or then.id}", stage=stage.fact("stage"))
    return Row((((name,),), ((what,),), (when,), ((then,),)))


def _manual(stages: tuple[Node, ...]) -> list[Block]:
    blocks: list[Block] = []
    for stage in stages:
        steps, lost = by_hand(stage), (*elsewhere(stage), *switched_over(stage))
        if steps:
            heading = say("rollback.by_hand", stage.id, stage=stage.fact("stage"), account=stage.fact("account"))
            blocks += [Subheading((heading,)), Steps(steps)]
        if lost:
            heading = say("rollback.region_lost", stage.id, region=stage.fact("region"), stage=stage.fact("stage"))
            blocks += [Subheading((heading,)), Steps(lost)]
    return blocks
