"""Entries of type Step: what a release does, in order."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Facts, Node
from relinfra.plan.ids import alarms_of, replacing
from relinfra.plan.model import Line
from relinfra.plan.people import person
from relinfra.plan.say import label, say
from relinfra.plan.sections.code_deploy import started
from relinfra.plan.sections.infrastructure import in_order
from relinfra.plan.sections.pipeline import deploying
from relinfra.plan.sections.strategies import replaced
from relinfra.plan.sets.dep_catalog.entry import Entry, Field, field
from relinfra.plan.stages import deployed

__all__ = ["steps"]


def steps(facts: Facts) -> tuple[Entry, ...]:
    """Return the steps of every stage in promotion order: approve, apply, migrate, replace."""
    found: list[Entry] = []
    for stage in deployed(facts):
        if "@" not in stage.id:
            found += [*_approval(facts, stage), _apply(facts, stage)]
            found += [*_migrations(facts, stage), *_replacements(facts, stage)]
    return tuple(found)


def _approval(facts: Facts, stage: Node) -> Iterator[Entry]:
    reviewers = stage.fact("approval.reviewers")
    if reviewers:
        minutes = stage.fact("approval.wait_minutes")
        waits = (say("dep.step.approval_waits", stage.id, minutes=minutes),) if minutes and minutes.value else ()
        yield Entry(
            key=f"step.{stage.id}.approval",
            type="step",
            phase="pre_deploy",
            title=say("dep.step.approval_title", stage.id, stage=stage.fact("stage")),
            description=(say("dep.step.approval", stage.id, reviewers=reviewers), *waits),
            fields=(),
            owner=person(facts, "release_manager", f"step.{stage.id}.approval"),
        )


def _apply(facts: Facts, stage: Node) -> Entry:
    stacks = in_order(facts, stage)
    lines: tuple[Line, ...] = tuple(
        (say("dep.step.stack", stack.key, name=stack.key, resources=stack.fact("resources")),) for stack in stacks
    )
    by = tuple(
        say("dep.step.job", f"{stage.id}.{job.key}", job=job.key, file=workflow.fact("file"))
        for workflow, job in deploying(facts, stage)
    )
    return Entry(
        key=f"step.{stage.id}.apply",
        type="step",
        phase="deploy",
        title=say("dep.step.apply_title", stage.id, stage=stage.fact("stage")),
        description=by or (label("dep.step.by_hand"),),
        fields=(Field("stacks", (), lines),),
        owner=person(facts, "devops_engineer", f"step.{stage.id}.apply"),
        links=alarms_of(stage),
    )


def _migrations(facts: Facts, stage: Node) -> Iterator[Entry]:
    for service in stage.nodes("service"):
        family, words = service.fact("migration.family"), service.fact("migration.command")
        if family and words:
            yield Entry(
                key=f"step.{service.id}.migration",
                type="step",
                phase="deploy",
                title=say("dep.step.migration_title", service.id, name=service.fact("name")),
                description=(say("dep.step.migration", service.id, family=family, words=words),),
                fields=(),
                owner=person(facts, "database_administrator", f"step.{service.id}.migration"),
                links=(("RUN", f"{service.id}.migration"),),
            )


def _replacements(facts: Facts, stage: Node) -> Iterator[Entry]:
    for service in stage.nodes("service"):
        waits = service.fact("deployment.waits_minutes")
        bounded = (say("deployment.waits", service.id, waits=waits),) if waits else ()
        yield Entry(
            key=f"step.{service.id}.deployment",
            type="step",
            phase="deploy",
            title=say("dep.step.replace_title", service.id, name=service.fact("name")),
            description=(*replaced(service), *bounded, *_started(facts, stage, service)),
            fields=(field("pattern", label(f"dep.pattern.{service.read_value('deployment.strategy')}")),)
            if service.read_value("deployment.strategy") in _PATTERNS
            else (),
            owner=person(facts, "devops_engineer", f"step.{service.id}"),
            links=replacing(service),
        )


def _started(facts: Facts, stage: Node, service: Node) -> Line:
    return () if service.node("code_deploy").empty else (started(facts, stage, service),)


_PATTERNS = ("rolling", "blue_green", "canary", "linear", "code_deploy")
