"""The entries of type Validation: checks after the release, who makes them, and what they should show."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Facts, written
from relinfra.evidence.records.stage import Stage
from relinfra.plan.ids import Link
from relinfra.plan.missing import missing
from relinfra.plan.model import Line, Statement, Step
from relinfra.plan.people import on_call, person
from relinfra.plan.say import label, say
from relinfra.plan.sections.verification import after_release
from relinfra.plan.sets.dep_catalog.entry import DeploymentEntry, Detail, detail

__all__ = ["validation_entries"]

_OF_STAGE = ("quiet", "quiet_now")
"""The checks that are about a stage as a whole."""


def validation_entries(facts: Facts) -> tuple[DeploymentEntry, ...]:
    """Return the checks of the live stages that a command makes, then those that people make."""
    customers = facts.live
    checks = tuple(_check(facts, customers, step) for step in after_release(*customers))
    return (*checks, *_journeys(facts), *_systems(facts), *_metrics(facts))


def _check(facts: Facts, customers: tuple[Stage, ...], step: Step) -> DeploymentEntry:
    key = step.line[0].id
    return DeploymentEntry(
        key=f"validation.{key}",
        type="validation",
        phase="post_deploy",
        title=_title(customers, step.line[0]),
        description=step.line,
        details=(
            detail("check", *step.command),
            detail("method", label("dep.method.automated")),
            detail("success", *step.expected) if step.expected else detail("success", label("dep.validation.exits")),
            detail("escalation", *_escalation(facts, key)),
        ),
        owner=person(facts, "devops_engineer", key),
        links=_monitors(customers, step),
    )


def _monitors(customers: tuple[Stage, ...], step: Step) -> tuple[Link, ...]:
    """Return the alarms whose state a check asks for."""
    names = written(step.command[0].given.get("names"))
    alarms = (alarm for stage in customers for alarm in stage.alarms)
    return tuple(("MON", alarm.id) for alarm in alarms if alarm.name and alarm.name.value in names)


def _title(customers: tuple[Stage, ...], check: Statement) -> Statement:
    """Return the name of a check; where there are several of its kind, whom it is about is part of it."""
    kind = check.key.rpartition(".")[2]
    stage = next((one for one in customers if check.id == f"{check.key}/{one.id}"), None)
    if kind in _OF_STAGE and stage and len(customers) > 1:
        return say(f"dep.validation.{kind}_in", check.id, stage=stage.title)
    named = {name: check.given[name] for name in ("name", "identifier") if name in check.given}
    return say(f"dep.validation.{kind}", check.id, **named)


def _journeys(facts: Facts) -> Iterator[DeploymentEntry]:
    journeys = facts.release.journeys
    for journey in journeys:
        title, steps, test = journey.title, journey.steps, journey.test
        automated = journey.automated and journey.automated.value
        success: Line = (say("dep.validation.journey_success", journey.id, title=title),)
        if test:
            success = (*success, say("dep.validation.journey_test", journey.id, test=test))
        yield DeploymentEntry(
            key=f"validation.{journey.id}",
            type="validation",
            phase="post_deploy",
            title=say("dep.validation.journey_title", journey.id, title=title),
            description=(label("dep.validation.journey"),),
            details=(
                detail("check", say("dep.validation.journey_steps", journey.id, steps=steps))
                if steps
                else detail("check", missing("journeys.steps", f"journeys.{journey.key}.steps")),
                detail("method", label("dep.method.both" if automated else "dep.method.manual")),
                Detail("success", success),
                detail("escalation", *_escalation(facts, journey.id)),
            ),
            owner=person(facts, "qa_lead", journey.id),
            links=(("TEST", journey.id),),
        )


def _systems(facts: Facts) -> Iterator[DeploymentEntry]:
    for system in facts.release.systems:
        check = system.check
        given = {"breaks": system.breaks, "kind": system.kind}
        yield DeploymentEntry(
            key=f"validation.{system.id}",
            type="validation",
            phase="post_deploy",
            title=say("dep.validation.system_title", system.id, system=system.key),
            description=(say("dep.validation.system", system.id, system=system.key, **given),),
            details=(
                detail("check", say("dep.validation.system_check", system.id, check=check))
                if check
                else detail("check", missing("systems.check", f"systems.{system.key}.check")),
                detail("method", label("dep.method.manual")),
                detail("success", label("dep.validation.system_success")),
                detail("escalation", *_escalation(facts, system.id)),
            ),
            owner=person(facts, "technical_lead", system.id),
        )


def _metrics(facts: Facts) -> Iterator[DeploymentEntry]:
    for metric in facts.release.metrics:
        title, normal, unit = metric.title, metric.baseline, metric.unit
        yield DeploymentEntry(
            key=f"validation.{metric.id}",
            type="validation",
            phase="post_deploy",
            title=say("dep.validation.metric_title", metric.id, title=title),
            description=(label("dep.validation.metric"),),
            details=(
                detail("check", say("dep.validation.metric_check", metric.id, title=title, where=metric.where)),
                detail("method", label("dep.method.manual")),
                detail("success", say("dep.validation.metric_success", metric.id, normal=normal, unit=unit))
                if normal
                else detail("success", missing("metrics.baseline", f"metrics.{metric.key}.baseline")),
                detail("escalation", *_escalation(facts, metric.id)),
            ),
            owner=person(facts, "product_manager", f"validation.{metric.id}"),
            links=(("MON", metric.id),),
        )


def _escalation(facts: Facts, where: str) -> Line:
    return (label("dep.validation.escalation"), *on_call(facts, f"escalation.{where}"))
