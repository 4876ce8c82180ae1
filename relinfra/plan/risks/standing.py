"""Risks of the live stage as it stands: what would make any release go worse than it need."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from relinfra.claims import alarms_roll_back
from relinfra.evidence import Fact, Facts, value_of
from relinfra.evidence.records.alarm import Topic
from relinfra.evidence.records.database import Database
from relinfra.evidence.records.rollout import (
    BlueGreen,
    Canary,
    CodeDeploy,
    Linear,
    OtherRollout,
    Rolling,
    Rollout,
)
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.changes import changes
from relinfra.plan.model import Given
from relinfra.plan.risks.kind import raised
from relinfra.plan.risks.reading import number
from relinfra.plan.risks.risk import Risk
from relinfra.plan.say import again, say
from relinfra.plan.sections.rollback_alarms import counted, rollback_alarms
from relinfra.plan.sections.upgrades import announced, former_version
from relinfra.plan.stages import before_live

__all__ = ["standing"]


def standing(facts: Facts) -> Iterator[Risk]:
    """Yield the risks of services, databases, the network and alarms of the live stages."""
    for stage in facts.live:
        yield from _of_stage(facts, stage)


def _of_stage(facts: Facts, stage: Stage) -> Iterator[Risk]:
    for service in stage.services:
        yield from _unguarded(facts, stage, service)
        yield from _baked(facts, stage, service)
        yield from _rehearsed(facts, stage, service)
    for database in stage.databases:
        yield from _database(facts, stage, database)
    yield from _network(facts, stage)
    yield from _heard(facts, stage)


def _unguarded(facts: Facts, stage: Stage, service: Service) -> Iterator[Risk]:
    strategy = service.rollout.strategy
    if strategy and not rollback_alarms(service):
        given: dict[str, Given] = {"name": service.name, "stage": stage.title, "strategy": strategy}
        kind = "no_rollback_alarms" if counted(service) else "nothing_counted"
        yield raised(facts, kind, service.id, ((say(f"risk.{kind}.why", service.id, **given),),), given)


def _baked(facts: Facts, stage: Stage, service: Service) -> Iterator[Risk]:
    """Yield that the old tasks are gone, or the next step is taken, before an alarm that turns back can have fired."""
    names = value_of(alarms_roll_back(service).alarms) or ()
    alarms = [alarm for alarm in stage.alarms if value_of(alarm.name) in names]
    windows = [(window, alarm) for alarm in alarms if (window := alarm.window_minutes)]
    waits = _waits(service.rollout)
    if windows and waits:
        bake = min(waits, key=number)
        window, alarm = max(windows, key=lambda pair: number(pair[0]))
        if number(bake) < number(window):
            given: dict[str, Given] = {
                "name": service.name,
                "stage": stage.title,
                "bake": bake,
                "window": window,
                "alarm": alarm.name,
            }
            why = say("risk.short_bake.why", service.id, **given)
            yield raised(facts, "short_bake", service.id, ((why,),), given)


def _waits(rollout: Rollout) -> tuple[Fact, ...]:
    """Return how long a deployment waits between two of its steps, and with the old tasks at its end."""
    match rollout:
        case Canary() | Linear():
            found = (rollout.bake_minutes, rollout.shift_bake_minutes)
        case CodeDeploy():
            found = (rollout.bake_minutes, rollout.pause_minutes)
        case BlueGreen():
            found = (rollout.bake_minutes, None)
        case Rolling() | OtherRollout():
            return ()
        case _:
            assert_never(rollout)
    return tuple(one for one in found if one)


def _rehearsed(facts: Facts, stage: Stage, service: Service) -> Iterator[Risk]:
    """Yield that the stage before deploys a service in another way, or that there is no stage before."""
    before = before_live(facts)
    rehearsal = Stage.services.get(before, service.key).rollout.strategy if before else None
    strategy = service.rollout.strategy
    if strategy and (rehearsal is None or rehearsal.value != strategy.value):
        given: dict[str, Given] = {
            "name": service.name,
            "stage": stage.title,
            "strategy": strategy,
            "before": before.title if before else None,
            "rehearsal": rehearsal,
        }
        key = "risk.not_rehearsed.otherwise" if rehearsal else "risk.not_rehearsed.nowhere"
        yield raised(facts, "not_rehearsed", service.id, ((say(key, service.id, **given),),), given)


def _database(facts: Facts, stage: Stage, database: Database) -> Iterator[Risk]:
    given: dict[str, Given] = {"identifier": database.identifier, "stage": stage.title}
    if former_version(database) and not changes(facts, "major_upgrade"):
        declared: dict[str, Given] = {"stage": stage.title, "addresses": database.identifier}
        happens = again(announced(facts, database)[0])
        yield raised(facts, "database_upgrade", database.id, ((happens,),), declared)
    zones, days = database.multi_az, database.backup_days
    if zones and zones.value is False:
        why = say("risk.single_zone_database.why", database.id, zones=zones, **given)
        yield raised(facts, "single_zone_database", database.id, ((why,),), given)
    if days and days.value == 0:
        why = say("risk.no_backups.why", database.id, days=days, **given)
        yield raised(facts, "no_backups", database.id, ((why,),), given)


def _network(facts: Facts, stage: Stage) -> Iterator[Risk]:
    ways, zones = stage.network.nat_gateways, stage.network.zones
    if ways and zones and ways.value == 1 and number(zones) > 1:
        given: dict[str, Given] = {"stage": stage.title, "ways": ways, "zones": zones}
        why = say("risk.single_nat.why", stage.id, **given)
        yield raised(facts, "single_nat", stage.id, ((why,),), given)


def _heard(facts: Facts, stage: Stage) -> Iterator[Risk]:
    """Yield that nobody hears of alarms: no topic has a subscriber, or there is no alarm at all."""
    topics = stage.topics
    given: dict[str, Given] = {
        "stage": stage.title,
        "topics": Topic.name.each(topics),
    }
    if not stage.alarms:
        yield raised(facts, "nobody_told", stage.id, ((say("risk.nobody_told.no_alarm", stage.id, **given),),), given)
    elif not any(topic.subscribers for topic in topics):
        yield raised(facts, "nobody_told", stage.id, ((say("risk.nobody_told.why", stage.id, **given),),), given)
