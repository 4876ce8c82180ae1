"""The entries of type Rollback: each trigger that turns a release back, its threshold and its runbook."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.claims import Claim, breaker_rolls_back, failure_rolls_back
from relinfra.evidence import Facts
from relinfra.evidence.records.alarm import Alarm
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.ids import Link
from relinfra.plan.missing import missing
from relinfra.plan.model import Given, Line, Statement
from relinfra.plan.people import person
from relinfra.plan.say import again, asserted, label, say
from relinfra.plan.sections.alarm_conditions import condition
from relinfra.plan.sections.migrations import unborne_again
from relinfra.plan.sections.observability import alarm_recipients
from relinfra.plan.sections.rollback_alarms import acting_claims
from relinfra.plan.sections.triggers import DOWN, trigger_of
from relinfra.plan.sections.upgrades import no_way_back
from relinfra.plan.sets.dep_catalog.entry import DeploymentEntry, Detail, detail
from relinfra.release import Role

__all__ = ["rollback_entries"]

_REQUESTS = ("error_rate", "p95_latency", "latency", *DOWN)
_FURTHER = {
    "watch": ("confirm",),
    "watch_breaker": ("confirm_tasks",),
    "watch_failure": ("confirm_tasks",),
    "page": ("decide", "run"),
    "unheard": ("decide", "run"),
    "tell": ("decide", "run"),
}


def rollback_entries(facts: Facts) -> tuple[DeploymentEntry, ...]:
    """Return the triggers of the live stages: alarms, the circuit breaker, business metrics, what people notice."""
    customers = facts.live
    runbooks = tuple(("RUN", service.id) for stage in customers for service in stage.services)
    alarms = (one for stage in customers for one in _by_alarm(facts, stage))
    failing = (one for stage in customers for one in (*_by_breaker(facts, stage), *_by_failure(facts, stage)))
    data = (one for stage in customers for one in _by_data(facts, stage))
    noticed = _by_people(facts, runbooks) if customers else ()
    return (*alarms, *failing, *(_by_metric(facts, runbooks) if customers else ()), *data, *noticed)


def _by_alarm(facts: Facts, stage: Stage) -> Iterator[DeploymentEntry]:
    acting = acting_claims(stage)
    for alarm in stage.alarms:
        service = _service_of(stage, alarm)
        of_requests = alarm.subject and alarm.subject.value in _REQUESTS
        if service is None or not (of_requests and alarm.name):
            continue
        claim = acting.get(alarm.id)
        kind, urgent = "by_itself" if claim else "by_person", _urgent(facts, alarm.id)
        given, heard = {"subject": alarm.subject, "name": service.name}, alarm_recipients(stage, alarm)
        yield DeploymentEntry(
            key=f"rollback.{alarm.id}",
            type="rollback",
            phase="rollback",
            title=say(f"dep.rollback.{kind}_title", alarm.id, **given),
            description=(
                _described(claim, f"dep.rollback.{kind}{'_at_once' if urgent else ''}", alarm, service),
                *unborne_again(service),
            ),
            details=(
                detail("trigger", say("dep.rollback.alarm", alarm.id, alarm=alarm.name)),
                detail("threshold", *condition(alarm, "dep")),
                Detail("procedure", (), _procedure(_first(claim, heard), urgent=urgent)),
                *_decided(facts, alarm.id),
                detail("notification", *_notified(facts, alarm.id, *heard)),
            ),
            owner=person(facts, "release_manager", alarm.id),
            links=(("MON", alarm.id), ("RUN", service.id)),
        )


def _by_breaker(facts: Facts, stage: Stage) -> Iterator[DeploymentEntry]:
    for service in stage.services:
        claim = breaker_rolls_back(service)
        if not claim.holds:
            continue
        health = {
            "unhealthy_threshold": service.health.unhealthy_threshold,
            "interval_seconds": service.health.interval_seconds,
        }
        threshold = say("dep.rollback.health", service.id, **health) if all(health.values()) else None
        yield DeploymentEntry(
            key=f"rollback.{service.id}.circuit_breaker",
            type="rollback",
            phase="deploy",
            title=say("dep.rollback.breaker_title", service.id, name=service.name),
            description=(label("dep.rollback.breaker"), *unborne_again(service)),
            details=(
                detail("trigger", asserted(claim, "dep.rollback.breaker_trigger", service.id)),
                detail("threshold", threshold or label("dep.rollback.breaker_threshold")),
                Detail("procedure", (), _procedure("watch_breaker")),
                *_decided(facts, f"{service.id}.circuit_breaker"),
                detail("notification", *_notified(facts, f"breaker.{service.id}")),
            ),
            owner=person(facts, "devops_engineer", f"breaker.{service.id}"),
            links=(("RUN", service.id),),
        )


def _by_failure(facts: Facts, stage: Stage) -> Iterator[DeploymentEntry]:
    for service in stage.services:
        claim, name = failure_rolls_back(service), service.name
        if claim.holds:
            yield DeploymentEntry(
                key=f"rollback.{service.id}.failure",
                type="rollback",
                phase="deploy",
                title=say("dep.rollback.failure_title", service.id, name=name),
                description=(label("dep.rollback.failure"), *unborne_again(service)),
                details=(
                    detail("trigger", asserted(claim, "dep.rollback.failure_trigger", service.id, events=claim.events)),
                    detail("threshold", label("dep.rollback.failure_threshold")),
                    Detail("procedure", (), _procedure("watch_failure")),
                    *_decided(facts, f"{service.id}.failure"),
                    detail("notification", *_notified(facts, f"failure.{service.id}")),
                ),
                owner=person(facts, "devops_engineer", f"failure.{service.id}"),
                links=(("RUN", service.id),),
            )


def _by_metric(facts: Facts, runbooks: tuple[Link, ...]) -> Iterator[DeploymentEntry]:
    for metric in facts.release.metrics:
        limit, title = metric.alert_below or metric.alert_above, metric.title
        kind = "below" if metric.alert_below else "above"
        given = {"limit": limit, "unit": metric.unit, "normal": metric.baseline}
        path = f"metrics.{metric.key}.alert_below"
        threshold = say(f"dep.rollback.{kind}", metric.id, **given) if limit else missing("metrics.alert_below", path)
        yield DeploymentEntry(
            key=f"rollback.{metric.id}",
            type="rollback",
            phase="post_deploy",
            title=say("dep.rollback.metric_title", metric.id, title=title),
            description=(label("dep.rollback.metric"),),
            details=(
                detail("trigger", say("dep.rollback.metric_trigger", metric.id, title=title, where=metric.where)),
                detail("threshold", threshold),
                Detail("procedure", (), _procedure("tell")),
                *_decided(facts, metric.id),
                detail("notification", *_notified(facts, metric.id)),
            ),
            owner=person(facts, "product_manager", metric.id),
            links=(("MON", metric.id), *runbooks),
        )


def _by_data(facts: Facts, stage: Stage) -> Iterator[DeploymentEntry]:
    for database in stage.databases:
        identifier, days = database.identifier, database.backup_days
        if identifier:
            yield DeploymentEntry(
                key=f"rollback.{database.id}.data",
                type="rollback",
                phase="rollback",
                title=say("dep.rollback.data_title", database.id, identifier=identifier),
                description=(label("dep.rollback.data"), *no_way_back(database)),
                details=(
                    detail("trigger", say("dep.rollback.data_trigger", database.id, identifier=identifier)),
                    detail("threshold", label("dep.rollback.data_threshold")),
                    Detail("procedure", (), ((say("dep.rollback.data_procedure", database.id, days=days),),)),
                    *_decided(facts, f"{database.id}.data"),
                    detail("notification", *_notified(facts, database.id)),
                ),
                owner=person(facts, "database_administrator", f"rollback.{database.id}"),
                links=(("RUN", database.id),),
            )


def _by_people(facts: Facts, runbooks: tuple[Link, ...]) -> Iterator[DeploymentEntry]:
    """Yield what no alarm sees: a breach, and what users report."""
    owners: dict[str, Role] = {"breach": "security_engineer", "reported": "support_lead"}
    for key, owner in owners.items():
        yield DeploymentEntry(
            key=f"rollback.{key}",
            type="rollback",
            phase="post_deploy",
            title=label(f"dep.rollback.{key}_title"),
            description=(label(f"dep.rollback.{key}"),),
            details=(
                detail("trigger", label(f"dep.rollback.{key}_trigger")),
                detail("threshold", label(f"dep.rollback.{key}_threshold")),
                Detail("procedure", (), _procedure("tell", urgent=_urgent(facts, key))),
                *_decided(facts, key),
                detail("notification", *_notified(facts, key)),
            ),
            owner=person(facts, owner, f"rollback.{key}"),
            links=runbooks,
        )


def _decided(facts: Facts, key: str) -> tuple[Detail, ...]:
    """Return who decides on a trigger, as the authority matrix has it."""
    found = trigger_of(facts, key)
    return (detail("decides", *map(again, found.decides)),) if found and found.decides else ()


def _urgent(facts: Facts, key: str) -> bool:
    """Whether a person turns back on a trigger before anything is looked for."""
    found = trigger_of(facts, key)
    return found is not None and found.urgency == "immediate" and not found.automatic


def _first(claim: Claim | None, heard: Line) -> str:
    """Return who acts first when an alarm fires: a deployment, whoever the alarm reaches, or whoever sees it."""
    if claim:
        return "watch"
    return "page" if heard else "unheard"


def _procedure(first: str, *, urgent: bool = False) -> tuple[Line, ...]:
    """Return the steps of a procedure; the first tells who acts, and so which follow. What is urgent is not weighed."""
    further = (step for step in _FURTHER[first] if not (urgent and step == "decide"))
    steps = (first, *further, "investigate")
    return tuple((label(f"dep.rollback.procedure.{step}"),) for step in steps)


def _described(claim: Claim | None, key: str, alarm: Alarm, service: Service) -> Statement:
    given: dict[str, Given] = {"name": service.name}
    return asserted(claim, key, alarm.id, **given) if claim else say(key, alarm.id, **given)


def _service_of(stage: Stage, alarm: Alarm) -> Service | None:
    """Return the service an alarm watches: the one whose name the alarm's begins with, the longest where several do."""
    services = [one for one in stage.services if alarm.key.startswith(f"{one.key}_")]
    return max(services, key=lambda one: len(one.key), default=None)


def _notified(facts: Facts, where: str, *topics: Statement) -> Line:
    channel = facts.release.channels.incidents
    key = "dep.rollback.and_channel" if topics else "dep.rollback.channel"
    return (*topics, say(key, where, channel=channel) if channel else missing("channels.incidents"))
