"""The monitoring and validation plan: what is watched, what people try, who is told."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Fact, Facts, Node
from relinfra.plan.blocks import points, under
from relinfra.plan.gaps import gap, known
from relinfra.plan.metrics import with_limit
from relinfra.plan.milestones import on_day
from relinfra.plan.model import Block, Check, Checklist, Line, Section
from relinfra.plan.say import label, say
from relinfra.plan.sections.conditions import condition
from relinfra.plan.sections.observability import told
from relinfra.plan.sections.paths import routed
from relinfra.plan.sections.safety import acting_alarms
from relinfra.plan.stages import live

__all__ = ["monitoring_plan"]

_APPLICATION = ("error_rate", "p95_latency", "unhealthy_hosts")
_BASELINES = {"error_rate": "error_rate_percent", "p95_latency": "p95_latency_ms"}


def monitoring_plan(facts: Facts) -> tuple[Section, ...]:
    """Return the sections of the document."""
    stage = live(facts)
    metrics = facts.at("release").nodes("metrics")
    business = [(with_limit(metric, "watch.metric", "watch"),) for metric in metrics] or [(gap("metrics"),)]
    return (
        Section("watch.health", None, _health(facts, stage) if stage else ()),
        Section("watch.business", None, (points(business),)),
        Section("watch.manual", None, (Checklist(tuple(_manual(facts))),)),
        Section("watch.alerts", None, _alerts(stage) if stage else ()),
        Section("watch.communication", None, (points(_communication(facts)),)),
    )


def _health(facts: Facts, stage: Node) -> tuple[Block, ...]:
    watching = _watching(stage)
    of_application = [alarm for alarm in watching if alarm.read_value("subject") in _APPLICATION]
    machines = [_limit(alarm, "health") for alarm in watching if alarm not in of_application]
    application = [_answers(service) for service in stage.nodes("service") if service.fact("health.path")]
    application += [_compared(facts, alarm) for alarm in of_application]
    return (*under("watch.application", application), *under("watch.infrastructure", machines))


def _watching(stage: Node) -> list[Node]:
    """Return the alarms that watch at all times, not only while a deployment runs."""
    acting = acting_alarms(stage)
    return [alarm for alarm in stage.nodes("alarm") if alarm not in acting]


def _answers(service: Node) -> Line:
    given = {name: service.fact(f"health.{name}") for name in ("path", "matcher")}
    given |= {"domain": service.fact("domain"), "name": service.fact("name")}
    key = "watch.answers" if given["domain"] and routed(service) else "watch.answers_inside"
    return (say(key, service.id, **given),)


def _compared(facts: Facts, alarm: Node) -> Line:
    """Return the limit of an alarm, beside what is ordinary."""
    field = _BASELINES.get(str(alarm.read_value("subject")))
    if field is None:
        return _limit(alarm, "health")
    normal = facts.get(f"release.baselines.{field}")
    ordinary = known(normal, say("watch.normal", alarm.id, normal=normal), f"baselines.{field}")
    return (*_limit(alarm, "health"), ordinary)


def _limit(alarm: Node, where: str) -> Line:
    return (say("watch.alarm", f"{where}.{alarm.id}", name=alarm.fact("name")), *condition(alarm, f"watch.{where}"))


def _manual(facts: Facts) -> Iterator[Check]:
    release = facts.at("release")
    for journey in release.nodes("journeys"):
        steps, path = journey.fact("steps"), f"journeys.{journey.key}.steps"
        walk = known(steps, say("watch.walk", journey.id, steps=steps), "journeys.steps", path)
        yield Check((say("watch.journey", journey.id, title=journey.fact("title")),), under=((walk,),))
    if not release.nodes("journeys"):
        yield Check((label("watch.journeys"), gap("journeys")))
    for change in release.nodes("database_changes"):
        yield Check((say("watch.integrity", change.id, change=change.key),))
    for system in release.nodes("systems"):
        check, path = system.fact("check"), f"systems.{system.key}.check"
        how = known(check, say("watch.try", system.id, check=check), "systems.check", path)
        yield Check((say("watch.system", system.id, system=system.key),), under=((how,),))
    load = _load(release)
    yield Check((label("watch.load"), known(load, say("watch.loaded", load=load), "tests.load")), load is not None)


def _load(release: Node) -> Fact | None:
    return next((load for suite in release.nodes("tests") if (load := suite.fact("load_percent"))), None)


def _alerts(stage: Node) -> tuple[Block, ...]:
    watching = _watching(stage)
    paging: list[Line] = [
        (*_limit(alarm, "paging"), say("watch.reaches", alarm.id), *heard)
        for alarm in watching
        if (heard := told(stage, alarm))
    ]
    silent = [_limit(alarm, "silent") for alarm in watching if not told(stage, alarm)]
    return (
        *under("watch.acting", (_limit(alarm, "acting") for alarm in acting_alarms(stage))),
        *under("watch.paging", paging),
        *(under("watch.silent", silent) if silent else ()),
    )


def _communication(facts: Facts) -> Iterator[Line]:
    minutes, channel = facts.get("release.updates_minutes"), facts.get("release.channels.release")
    updates = say("watch.updates", minutes=minutes, channel=channel)
    yield (label("watch.status"), known(minutes and channel, updates, "updates_minutes"))
    levels = sorted(facts.at("release.on_call").nodes("escalation"), key=lambda level: int(level.key))
    for level in levels:
        yield _level(facts, level)
    if not levels:
        yield (label("watch.escalation"), gap("on_call.escalation"))
    yield (label("watch.all_clear"), *on_day(facts, "stable", "clear"))


def _level(facts: Facts, level: Node) -> Line:
    role, within = level.fact("role"), level.fact("within_minutes")
    called = (
        "release.on_call.primary"
        if level.read_value("role") == "on_call"
        else f"release.people.{level.read_value('role')}"
    )
    given = {"role": role, "within": within, "name": facts.get(f"{called}.name")}
    return (say("watch.level", level.id, level=level.key, **given),)
