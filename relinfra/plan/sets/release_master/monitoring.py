"""The monitoring and validation plan: what is watched, what people try, who is told."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Fact, Facts, value_of
from relinfra.evidence.records.alarm import Alarm
from relinfra.evidence.records.release_file import Baselines, Escalation, Release, Suite
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.blocks import points, under
from relinfra.plan.metrics import with_limit
from relinfra.plan.milestones import on_day
from relinfra.plan.missing import known, missing
from relinfra.plan.model import Block, Check, Checklist, Line, Section
from relinfra.plan.say import label, say
from relinfra.plan.sections.alarm_conditions import condition
from relinfra.plan.sections.observability import alarm_recipients, unheard
from relinfra.plan.sections.path_routing import routed
from relinfra.plan.sections.rollback_alarms import acting_alarms

__all__ = ["monitoring_plan"]

_APPLICATION = ("error_rate", "p95_latency", "unhealthy_hosts")
_BASELINES = {"error_rate": Baselines.error_rate_percent, "p95_latency": Baselines.p95_latency_ms}


def monitoring_plan(facts: Facts) -> tuple[Section, ...]:
    """Return the monitoring plan, from what is watched to who is told."""
    customers = facts.live
    metrics = facts.release.metrics
    business = [(with_limit(metric, "watch.metric", "watch"),) for metric in metrics] or [(missing("metrics"),)]
    return (
        Section("watch.health", None, _health(facts, customers)),
        Section("watch.business", None, (points(business),)),
        Section("watch.manual", None, (Checklist(tuple(_manual(facts))),)),
        Section("watch.alerts", None, _alerts(customers)),
        Section("watch.communication", None, (points(_communication(facts)),)),
    )


def _health(facts: Facts, customers: tuple[Stage, ...]) -> tuple[Block, ...]:
    watching = [alarm for stage in customers for alarm in _watching(stage)]
    of_application = [alarm for alarm in watching if value_of(alarm.subject) in _APPLICATION]
    machines = [_limit(alarm, "health") for alarm in watching if alarm not in of_application]
    application = [_answers(service) for stage in customers for service in stage.services if service.health.path]
    application += [_compared(facts, alarm) for alarm in of_application]
    return (*under("watch.application", application), *under("watch.infrastructure", machines))


def _watching(stage: Stage) -> list[Alarm]:
    """Return the alarms that watch at all times, not only while a deployment runs."""
    acting = acting_alarms(stage)
    return [alarm for alarm in stage.alarms if alarm not in acting]


def _answers(service: Service) -> Line:
    given = {"path": service.health.path, "matcher": service.health.matcher}
    key = "watch.answers" if service.domain and routed(service) else "watch.answers_inside"
    return (say(key, service.id, **given, domain=service.domain, name=service.name),)


def _compared(facts: Facts, alarm: Alarm) -> Line:
    """Return the limit of an alarm, beside what is ordinary."""
    baseline = _BASELINES.get(value_of(alarm.subject) or "")
    if baseline is None:
        return _limit(alarm, "health")
    normal = baseline.of(facts.release.baselines)
    ordinary = known(normal, say("watch.normal", alarm.id, normal=normal), f"baselines.{baseline.name}")
    return (*_limit(alarm, "health"), ordinary)


def _limit(alarm: Alarm, where: str) -> Line:
    return (say("watch.alarm", f"{where}.{alarm.id}", name=alarm.name), *condition(alarm, f"watch.{where}"))


def _manual(facts: Facts) -> Iterator[Check]:
    release = facts.release
    for journey in release.journeys:
        steps, path = journey.steps, f"journeys.{journey.key}.steps"
        walk = known(steps, say("watch.walk", journey.id, steps=steps), "journeys.steps", path)
        yield Check((say("watch.journey", journey.id, title=journey.title),), under=((walk,),))
    if not release.journeys:
        yield Check((label("watch.journeys"), missing("journeys")))
    for change in release.database_changes:
        yield Check((say("watch.integrity", change.id, change=change.key),))
    for system in release.systems:
        check, path = system.check, f"systems.{system.key}.check"
        how = known(check, say("watch.try", system.id, check=check), "systems.check", path)
        yield Check((say("watch.system", system.id, system=system.key),), under=((how,),))
    load = next(iter(Suite.load_percent.each(release.tests)), None)
    yield Check((label("watch.load"), known(load, say("watch.loaded", load=load), "tests.load")), load is not None)


def _alerts(customers: tuple[Stage, ...]) -> tuple[Block, ...]:
    watching = [(stage, alarm) for stage in customers for alarm in _watching(stage)]
    paging: list[Line] = [
        (*_limit(alarm, "paging"), say("watch.reaches", alarm.id), *heard)
        for stage, alarm in watching
        if (heard := alarm_recipients(stage, alarm))
    ]
    silent = [
        (*_limit(alarm, "silent"), *((label("assess.end"), *why) if (why := unheard(stage, alarm)) else ()))
        for stage, alarm in watching
        if not alarm_recipients(stage, alarm)
    ]
    return (
        *under("watch.acting", (_limit(alarm, "acting") for stage in customers for alarm in acting_alarms(stage))),
        *under("watch.paging", paging),
        *(under("watch.silent", silent) if silent else ()),
    )


def _communication(facts: Facts) -> Iterator[Line]:
    minutes, channel = facts.release.updates_minutes, facts.release.channels.release
    updates = say("watch.updates", minutes=minutes, channel=channel)
    yield (label("watch.status"), known(minutes and channel, updates, "updates_minutes"))
    levels = sorted(facts.release.on_call.escalation, key=lambda level: int(level.key))
    for level in levels:
        yield _level(facts, level)
    if not levels:
        yield (label("watch.escalation"), missing("on_call.escalation"))
    yield (label("watch.all_clear"), *on_day(facts, "stable", "clear"))


def _level(facts: Facts, level: Escalation) -> Line:
    role = value_of(level.role) or ""
    on_call = role == "on_call"
    called = facts.release.on_call.primary if on_call else Release.people.get(facts.release, role)
    given: dict[str, Fact | None] = {"role": level.role, "within": level.within_minutes, "name": called.name}
    return (say("watch.level", level.id, level=level.key, **given),)
