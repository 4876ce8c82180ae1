"""Risks of the live stage as it stands: what would make any release go worse than it need."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Facts, Node
from relinfra.plan.model import Given
from relinfra.plan.risks.kind import raised
from relinfra.plan.risks.reading import number
from relinfra.plan.risks.risk import Risk
from relinfra.plan.say import say
from relinfra.plan.sections.safety import counted, turning_back
from relinfra.plan.stages import deployed, live

__all__ = ["standing"]


def standing(facts: Facts) -> Iterator[Risk]:
    """Yield the risks of services, databases, the network and alarms of the live stage."""
    stage = live(facts)
    if stage is None:
        return
    for service in stage.nodes("service"):
        yield from _unguarded(facts, stage, service)
        yield from _baked(facts, stage, service)
        yield from _rehearsed(facts, stage, service)
    for database in stage.nodes("database"):
        yield from _database(facts, stage, database)
    yield from _network(facts, stage)
    yield from _heard(facts, stage)


def _unguarded(facts: Facts, stage: Node, service: Node) -> Iterator[Risk]:
    strategy = service.fact("deployment.strategy")
    if strategy and not turning_back(service):
        given: dict[str, Given] = {"name": service.fact("name"), "stage": stage.fact("stage"), "strategy": strategy}
        kind = "no_rollback_alarms" if counted(service) else "nothing_counted"
        yield raised(facts, kind, service.id, ((say(f"risk.{kind}.why", service.id, **given),),), given)


def _baked(facts: Facts, stage: Node, service: Node) -> Iterator[Risk]:
    """Yield that the old tasks are gone, or the next step is taken, before an alarm that turns back can have fired."""
    settings = service.node("deployment") if service.node("code_deploy").empty else service.node("code_deploy")
    acting = turning_back(service)
    names = acting.value if acting and isinstance(acting.value, tuple) else ()
    alarms = [alarm for alarm in stage.nodes("alarm") if alarm.read_value("name") in names]
    windows = [(window, alarm) for alarm in alarms if (window := alarm.fact("window_minutes"))]
    waits = [one for name in ("bake_minutes", "shift_bake_minutes", "pause_minutes") if (one := settings.fact(name))]
    if windows and waits:
        bake = min(waits, key=number)
        window, alarm = max(windows, key=lambda pair: number(pair[0]))
        if number(bake) < number(window):
            given: dict[str, Given] = {
                "name": service.fact("name"),
                "stage": stage.fact("stage"),
                "bake": bake,
                "window": window,
                "alarm": alarm.fact("name"),
            }
            why = say("risk.short_bake.why", service.id, **given)
            yield raised(facts, "short_bake", service.id, ((why,),), given)


def _rehearsed(facts: Facts, stage: Node, service: Node) -> Iterator[Risk]:
    """Yield that the stage before deploys a service in another way, or that there is no stage before."""
    primary = [one for one in deployed(facts) if "@" not in one.id]
    before = primary[-2] if len(primary) > 1 else None
    rehearsal = before.fact(f"service.{service.key}.deployment.strategy") if before else None
    strategy = service.fact("deployment.strategy")
    if strategy and (rehearsal is None or rehearsal.value != strategy.value):
        given: dict[str, Given] = {
            "name": service.fact("name"),
            "stage": stage.fact("stage"),
            "strategy": strategy,
            "before": before.fact("stage") if before else None,
            "rehearsal": rehearsal,
        }
        key = "risk.not_rehearsed.otherwise" if rehearsal else "risk.not_rehearsed.nowhere"
        yield raised(facts, "not_rehearsed", service.id, ((say(key, service.id, **given),),), given)


def _database(facts: Facts, stage: Node, database: Node) -> Iterator[Risk]:
    given: dict[str, Given] = {"identifier": database.fact("identifier"), "stage": stage.fact("stage")}
    zones, days = database.fact("multi_az"), database.fact("backup_days")
    if zones and zones.value is False:
        why = say("risk.single_zone_database.why", database.id, zones=zones, **given)
        yield raised(facts, "single_zone_database", database.id, ((why,),), given)
    if days and days.value == 0:
        why = say("risk.no_backups.why", database.id, days=days, **given)
        yield raised(facts, "no_backups", database.id, ((why,),), given)


def _network(facts: Facts, stage: Node) -> Iterator[Risk]:
    ways, zones = stage.fact("network.nat_gateways"), stage.fact("network.zones")
    if ways and zones and ways.value == 1 and number(zones) > 1:
        given: dict[str, Given] = {"stage": stage.fact("stage"), "ways": ways, "zones": zones}
        why = say("risk.single_nat.why", stage.id, **given)
        yield raised(facts, "single_nat", stage.id, ((why,),), given)


def _heard(facts: Facts, stage: Node) -> Iterator[Risk]:
    """Yield that nobody hears of alarms: no topic has a subscriber, or there is no alarm at all."""
    topics = stage.nodes("topic")
    given: dict[str, Given] = {
        "stage": stage.fact("stage"),
        "topics": tuple(name for topic in topics if (name := topic.fact("name"))),
    }
    if not stage.nodes("alarm"):
        yield raised(facts, "nobody_told", stage.id, ((say("risk.nobody_told.no_alarm", stage.id, **given),),), given)
    elif not any(topic.fact("subscribers") for topic in topics):
        yield raised(facts, "nobody_told", stage.id, ((say("risk.nobody_told.why", stage.id, **given),),), given)
