"""The authority matrix: every trigger of a rollback, who or what decides on it, how they are reached, how soon.

All documents render these rows, so that nobody reads two deciders of one alarm.

Immediate: what acts by itself, and what leaves users without service or damages data; nobody is asked for leave. Fast:
any other alarm that no deployment listens to; the technical lead decides. Planned: a number of the business, or a
measure worse than on an ordinary day while its alarm is still quiet; the release manager decides. A rollback alarm that
fires when no deployment listens to it any more turns nothing back: that is a trigger of its own, and a person decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from relinfra.claims import breaker_rolls_back, failure_rolls_back
from relinfra.evidence import Fact, Facts, value_of
from relinfra.evidence.records.alarm import Alarm
from relinfra.evidence.records.release_file import Baselines
from relinfra.evidence.records.stage import Stage
from relinfra.plan.metrics import with_limit
from relinfra.plan.missing import missing
from relinfra.plan.model import Given, Line, Statement
from relinfra.plan.people import on_call, with_contact
from relinfra.plan.say import again, asserted, label, say
from relinfra.plan.sections.alarm_conditions import condition
from relinfra.plan.sections.migrations import unborne_again
from relinfra.plan.sections.rollback_alarms import acting_claims
from relinfra.plan.stages import answers_requests, distinct
from relinfra.plan.traffic_shift import bake_minutes
from relinfra.release import Role

__all__ = ["DOWN", "URGENCIES", "Trigger", "Urgency", "authorized", "trigger_of", "triggers"]

Urgency = Literal["immediate", "fast", "planned"]
URGENCIES: tuple[Urgency, ...] = ("immediate", "fast", "planned")
"""How soon the release is back: within minutes, within half an hour, after those concerned have been heard."""

_DECIDERS: dict[Urgency, Role | Literal["on_call"]] = {
    "immediate": "on_call",
    "fast": "technical_lead",
    "planned": "release_manager",
}
DOWN = ("unhealthy_hosts", "healthy_hosts", "running_tasks", "check_success")
"""The subjects of alarms that say that users are without service: whoever is on call turns back without asking."""
_BASELINES = {Baselines.error_rate_percent: "error_rate", Baselines.p95_latency_ms: "p95_latency"}


@dataclass(frozen=True)
class Trigger:
    """One reason to go back: when it is one, what happens then, who decides, and within how many minutes."""

    key: str
    urgency: Urgency
    automatic: bool
    condition: Line
    action: Line
    decides: Line
    within: Line

    @property
    def lines(self) -> tuple[Line, ...]:
        """Everything that its row says."""
        return (self.condition, self.action, self.decides, self.within)


def trigger_of(facts: Facts, key: str) -> Trigger | None:
    """Return the trigger with a key, such as the id of an alarm; None where there is no such one."""
    return facts.remember(trigger_of, lambda: {one.key: one for one in reversed(triggers(facts))}).get(key)


def triggers(facts: Facts) -> tuple[Trigger, ...]:
    """Return every trigger of the live stages, the most urgent first."""
    return facts.remember(triggers, lambda: _all(facts))


def _all(facts: Facts) -> tuple[Trigger, ...]:
    customers = facts.live
    if not customers:
        return ()
    found = (
        *(one for stage in customers for one in _of_stage(facts, stage)),
        *_of_people(facts),
        *_of_metrics(facts),
        *_of_baselines(facts, customers),
    )
    return tuple(sorted(found, key=lambda one: (URGENCIES.index(one.urgency), not one.automatic, one.key)))


def _of_stage(facts: Facts, stage: Stage) -> Iterator[Trigger]:
    yield from _of_alarms(facts, stage)
    yield from _of_breaker(stage)
    yield from _of_failure(stage)
    yield from _of_data(facts, stage)


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
            yield _by_itself(alarm.id, fires, action)
            yield _by_person(facts, f"{alarm.id}.later", "immediate", _later(stage, alarm, claim.about, when), "later")
        elif value_of(alarm.subject) in DOWN:
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
            fires = [asserted(claim, "trigger.breaker", service.id, name=name)]
            if all(health.values()):
                fires.append(say("trigger.health", service.id, **health))
            action = (say("trigger.breaker_returns", service.id, name=name), *unborne_again(service))
            key = f"{service.id}.circuit_breaker"
            yield _by_itself(key, tuple(fires), action)


def _of_failure(stage: Stage) -> Iterator[Trigger]:
    for service in stage.services:
        claim, name = failure_rolls_back(service), service.name
        if claim.holds:
            fires = (asserted(claim, "trigger.failure", service.id, name=name, events=claim.events),)
            action = (say("trigger.failure_returns", service.id, name=name), *unborne_again(service))
            yield _by_itself(f"{service.id}.failure", fires, action)


def _of_data(facts: Facts, stage: Stage) -> Iterator[Trigger]:
    for database in stage.databases:
        identifier = database.identifier
        if identifier:
            fires = (say("trigger.data", database.id, identifier=identifier),)
            yield _by_person(facts, f"{database.id}.data", "immediate", fires, "data")


def _of_people(facts: Facts) -> Iterator[Trigger]:
    """Yield what no alarm sees: a broken journey, a breach, and what users report."""
    for journey in facts.release.journeys:
        fires = (say("trigger.journey", journey.id, title=journey.title),)
        yield _by_person(facts, f"{journey.id}.broken", "immediate", fires)
    yield _by_person(facts, "breach", "immediate", (label("trigger.breach"),))
    support = facts.release.channels.support
    reported: Line = (label("trigger.through"), missing("channels.support"))
    if support:
        reported = (say("trigger.reported", "release.channels", support=support),)
    yield _by_person(facts, "reported", "fast", (label("trigger.users"), *reported))


def _of_metrics(facts: Facts) -> Iterator[Trigger]:
    metrics = facts.release.metrics
    for metric in metrics:
        yield _by_person(facts, metric.id, "planned", (with_limit(metric, "trigger.metric", "trigger"),))
    if not metrics:
        yield _by_person(facts, "release.metrics", "planned", (missing("metrics"),))


def _of_baselines(facts: Facts, customers: tuple[Stage, ...]) -> Iterator[Trigger]:
    """Yield that a measure stays worse than it was before the release, though its alarm is quiet, stage by stage."""
    if not answers_requests(facts):
        return
    for baseline, subject in _BASELINES.items():
        key, normal = f"release.baselines.{baseline.name}", baseline.of(facts.release.baselines)
        if normal is None:
            fires: Line = (
                label(f"trigger.worse.{subject}"),
                label("trigger.ordinary"),
                missing(f"baselines.{baseline.name}"),
            )
            yield _by_person(facts, key, "planned", fires)
            continue
        for stage in customers:
            apart = distinct(facts, stage)
            where = (say("trigger.staged", f"{stage.id}.{subject}", stage=stage.title),) if len(customers) > 1 else ()
            about = ".".join(("trigger", baseline.name, *apart))
            fires = (*where, label(f"trigger.worse.{subject}"), _worse(stage, subject, normal, about))
            yield _by_person(facts, ".".join((key, *apart)), "planned", fires)


def _worse(stage: Stage, subject: str, normal: Fact, about: str) -> Statement:
    """Return beyond what a measure is worse than on an ordinary day, and below what its alarms are still quiet."""
    thresholds = Alarm.threshold.each(alarm for alarm in stage.alarms if value_of(alarm.subject) == subject)
    lowest = min(thresholds, key=lambda one: float(str(one.value)), default=None)
    if lowest is None:
        return say("trigger.baseline_alone", about, normal=normal)
    beyond = normal.number is not None and lowest.number is not None and normal.number >= lowest.number
    return say("trigger.baseline_beyond" if beyond else "trigger.baseline", about, normal=normal, threshold=lowest)


def _later(stage: Stage, alarm: Alarm, about: str, when: Line) -> Line:
    """Return that a rollback alarm fires after the bake, or, of a strategy without one, when the deployment is over."""
    bake = next((bake_minutes(one.rollout) for one in stage.services if one.id == about), None)
    said = say("trigger.after_bake" if bake else "trigger.after_deployment", alarm.id, name=alarm.name, bake=bake)
    return (said, *(again(statement) for statement in when))


def _by_itself(key: str, fires: Line, action: Line) -> Trigger:
    return Trigger(key, "immediate", True, fires, action, (label("trigger.nobody"),), (label("trigger.at_once"),))


def _by_person(facts: Facts, key: str, urgency: Urgency, fires: Line, action: str = "") -> Trigger:
    decides, within = authorized(facts, urgency, f"trigger.{key}")
    alone = "_alone" if urgency == "planned" and not facts.release.flags else ""
    unborne = _unborne_anywhere(facts) if urgency == "immediate" else ()
    acts = (label(f"trigger.action.{action or urgency}{alone}{'_unborne' if unborne else ''}"), *unborne)
    return Trigger(key, urgency, False, fires, acts, decides, within)


def authorized(facts: Facts, urgency: Urgency, where: str) -> tuple[Line, Line]:
    """Return who decides on triggers of an urgency and how they are reached, and within how many minutes."""
    role = _DECIDERS[urgency]
    decides = on_call(facts, where) if role == "on_call" else with_contact(facts, role, where)
    return decides, _within(facts, role, where)


def _unborne_anywhere(facts: Facts) -> Line:
    """Return that turning back needs the data of before, where that is so for a service of a live stage."""
    said = (unborne_again(service) for stage in facts.live for service in stage.services)
    return facts.remember(_unborne_anywhere, lambda: next((line for line in said if line), ()))


def _within(facts: Facts, role: Role | Literal["on_call"], where: str) -> Line:
    """Return within how many minutes a role answers, as the escalation has it."""
    levels = facts.release.on_call.escalation
    within = next((level.within_minutes for level in levels if value_of(level.role) == role), None)
    if within:
        return (say("trigger.within", where, within=within),)
    return (label("trigger.no_limit"),) if levels else (missing("on_call.escalation"),)
