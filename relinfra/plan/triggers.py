"""Rollback triggers: by itself, at once, soon, or after deliberation.

Immediate: what acts by itself, and what leaves users without service or damages data; nobody is asked for leave. Fast:
any other alarm that no deployment listens to; the technical lead decides. Planned: a number of the business, or a
measure worse than on an ordinary day while its alarm is still quiet; the release manager decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from relinfra.claims import breaker_rolls_back, failure_rolls_back
from relinfra.evidence import Facts, value_of
from relinfra.evidence.records.alarm import Alarm
from relinfra.evidence.records.release_file import Baselines
from relinfra.evidence.records.stage import Stage
from relinfra.plan.metrics import with_limit
from relinfra.plan.missing import missing
from relinfra.plan.model import Given, Line
from relinfra.plan.people import on_call, person
from relinfra.plan.say import asserted, label, say
from relinfra.plan.sections.alarm_conditions import condition
from relinfra.plan.sections.migrations import unborne_again
from relinfra.plan.sections.rollback_alarms import acting_claims
from relinfra.plan.stages import live

__all__ = ["URGENCIES", "Trigger", "triggers"]

Urgency = Literal["immediate", "fast", "planned"]
URGENCIES: tuple[Urgency, ...] = ("immediate", "fast", "planned")
"""How soon the release is back: within minutes, within half an hour, after those concerned have been heard."""

_DOWN = ("unhealthy_hosts", "healthy_hosts", "running_tasks", "check_success")
_BASELINES = {Baselines.error_rate_percent: "error_rate", Baselines.p95_latency_ms: "p95_latency"}


@dataclass(frozen=True)
class Trigger:
    """One reason to go back: when it is one, what happens then, and who decides."""

    key: str
    urgency: Urgency
    automatic: bool
    condition: Line
    action: Line
    decides: Line


def triggers(facts: Facts) -> tuple[Trigger, ...]:
    """Return every trigger of the live stage, the most urgent first."""
    stage = live(facts)
    if stage is None:
        return ()
    found = (
        *_of_alarms(facts, stage),
        *_of_breaker(stage),
        *_of_failure(stage),
        *_of_data(facts, stage),
        *_of_metrics(facts),
        *_of_baselines(facts, stage),
    )
    return tuple(sorted(found, key=lambda one: (URGENCIES.index(one.urgency), not one.automatic, one.key)))


def _of_alarms(facts: Facts, stage: Stage) -> Iterator[Trigger]:
    acting = acting_claims(stage)
    for alarm in stage.alarms:
        when = condition(alarm, "trigger")
        name = alarm.name
        if not (when and name):
            continue
        fires = (say("trigger.alarm", alarm.id, name=name), *when)
        if alarm.id in acting:
            claim = acting[alarm.id]
            action = (asserted(claim, "trigger.returns", alarm.id, name=name), *_unborne(stage, claim.about))
            yield Trigger(alarm.id, "immediate", True, fires, action, (label("trigger.nobody"),))
        elif value_of(alarm.subject) in _DOWN:
            yield _by_person(facts, alarm.id, "immediate", fires)
        else:
            yield _by_person(facts, alarm.id, "fast", fires)


def _unborne(stage: Stage, about: str) -> Line:
    return tuple(said for service in stage.services if service.id == about for said in unborne_again(service))


def _of_breaker(stage: Stage) -> Iterator[Trigger]:
    for service in stage.services:
        claim, name = breaker_rolls_back(service), service.name
        if claim.holds:
            health: dict[str, Given] = {
                "unhealthy_threshold": service.health.unhealthy_threshold,
                "interval_seconds": service.health.interval_seconds,
            }
            breaker = service.rollout.circuit_breaker_rollback
            fires = [asserted(claim, "trigger.breaker", service.id, name=name, breaker=breaker)]
            if all(health.values()):
                fires.append(say("trigger.health", service.id, **health))
            action = (say("trigger.breaker_returns", service.id, name=name), *unborne_again(service))
            key = f"{service.id}.circuit_breaker"
            yield Trigger(key, "immediate", True, tuple(fires), action, (label("trigger.nobody"),))


def _of_failure(stage: Stage) -> Iterator[Trigger]:
    for service in stage.services:
        claim, name = failure_rolls_back(service), service.name
        if claim.holds:
            fires = (asserted(claim, "trigger.failure", service.id, name=name, events=claim.events),)
            action = (say("trigger.failure_returns", service.id, name=name), *unborne_again(service))
            yield Trigger(f"{service.id}.failure", "immediate", True, fires, action, (label("trigger.nobody"),))


def _of_data(facts: Facts, stage: Stage) -> Iterator[Trigger]:
    for database in stage.databases:
        identifier = database.identifier
        if identifier:
            fires = (say("trigger.data", database.id, identifier=identifier),)
            yield _by_person(facts, f"{database.id}.data", "immediate", fires)


def _of_metrics(facts: Facts) -> Iterator[Trigger]:
    metrics = facts.release.metrics
    for metric in metrics:
        yield _by_person(facts, metric.id, "planned", (with_limit(metric, "trigger.metric", "trigger"),))
    if not metrics:
        yield _by_person(facts, "release.metrics", "planned", (missing("metrics"),))


def _of_baselines(facts: Facts, stage: Stage) -> Iterator[Trigger]:
    """Yield that a measure stays worse than it was before the release, though its alarm is quiet."""
    for baseline, subject in _BASELINES.items():
        name, fact = baseline.name, baseline.of(facts.release.baselines)
        alarms = [alarm for alarm in stage.alarms if value_of(alarm.subject) == subject]
        thresholds = Alarm.threshold.each(alarms)
        if fact is None:
            fires: Line = (label(f"trigger.worse.{subject}"), missing(f"baselines.{name}"))
        else:
            key = "trigger.baseline" if thresholds else "trigger.baseline_alone"
            lowest = min(thresholds, key=lambda one: float(str(one.value)), default=None)
            fires = (label(f"trigger.worse.{subject}"), say(key, f"trigger.{name}", normal=fact, threshold=lowest))
        yield _by_person(facts, f"release.baselines.{name}", "planned", fires)


def _by_person(facts: Facts, key: str, urgency: Urgency, fires: Line) -> Trigger:
    where = f"trigger.{key}"
    decides = {
        "immediate": lambda: on_call(facts, where),
        "fast": lambda: person(facts, "technical_lead", where),
        "planned": lambda: person(facts, "release_manager", where),
    }[urgency]()
    return Trigger(key, urgency, False, fires, (label(f"trigger.action.{urgency}"),), decides)
