"""The entries of type Step: approvals, applies, migrations and deployments, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import assert_never

from relinfra.claims import approval_enforced, terraform_waits
from relinfra.evidence import Facts, value_of
from relinfra.evidence.records.project import StackFacts
from relinfra.evidence.records.rollout import BlueGreen, Canary, CodeDeploy, Linear, OtherRollout, Rolling, Rollout
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.ids import alarms_of, replacing
from relinfra.plan.model import Line
from relinfra.plan.people import person
from relinfra.plan.say import asserted, label, reason, say
from relinfra.plan.sections.approvals import covers
from relinfra.plan.sections.code_deploy import started
from relinfra.plan.sections.infrastructure import in_order
from relinfra.plan.sections.migrations import comes_first
from relinfra.plan.sections.pipeline import deploying
from relinfra.plan.sections.schema_order import order_back, order_forth
from relinfra.plan.sections.strategies import replaced
from relinfra.plan.sections.upgrades import announced, upgraded
from relinfra.plan.sets.dep_catalog.entry import DeploymentEntry, Detail, detail
from relinfra.plan.stages import deployed, distinct

__all__ = ["step_entries"]


def step_entries(facts: Facts) -> tuple[DeploymentEntry, ...]:
    """Return the steps of every stage in promotion order: approve, upgrade, apply, migrate, apply the rest, replace.

    What changes a database stands with the migrations that make it, behind the stacks that they need.
    """
    found: list[DeploymentEntry] = []
    for _, regions in groupby(deployed(facts), key=lambda stage: stage.environment):
        stages = tuple(regions)
        found += _approval(facts, stages[0])
        found += [entry for stage in stages for entry in _upgrades(facts, stage)]
        found += _applied(facts, stages)
        found += [entry for stage in stages for entry in _replacements(facts, stage)]
    return tuple(found)


def _approval(facts: Facts, stage: Stage) -> Iterator[DeploymentEntry]:
    reviewers = stage.approval.reviewers
    if reviewers:
        minutes = stage.approval.wait_minutes
        waits = (say("dep.step.approval_waits", stage.id, minutes=minutes),) if minutes and minutes.value else ()
        yield DeploymentEntry(
            key=f"step.{stage.id}.approval",
            type="step",
            phase="pre_deploy",
            title=say("dep.step.approval_title", stage.id, stage=stage.name),
            description=(
                say("dep.step.approval", stage.id, reviewers=reviewers),
                *waits,
                *_enforced(facts, stage),
                *covers(facts, stage, "step"),
            ),
            details=(),
            owner=person(facts, "release_manager", f"step.{stage.id}.approval"),
        )


def _enforced(facts: Facts, stage: Stage) -> Line:
    claim = approval_enforced(facts, stage)
    if claim.holds:
        return (asserted(claim, "dep.step.approval_enforced", stage.id, environment=claim.job),)
    return reason(claim)


def _upgrades(facts: Facts, stage: Stage) -> Iterator[DeploymentEntry]:
    """Yield the major upgrades that the first apply makes, each with what comes before it."""
    for database in upgraded(stage):
        yield DeploymentEntry(
            key=f"step.{database.id}.upgrade",
            type="step",
            phase="deploy",
            title=say("dep.step.upgrade_title", database.id, identifier=database.identifier, version=database.version),
            description=announced(facts, database),
            details=(),
            owner=person(facts, "database_administrator", f"step.{database.id}.upgrade"),
            links=(("RUN", f"{database.id}.upgrade"),),
        )


def _changes(facts: Facts, stage: Stage) -> Iterator[DeploymentEntry]:
    """Yield each change of a database with the order of schema and code, forth and back."""
    apart, named = distinct(facts, stage), stage.name if len(facts.live_environments) > 1 else None
    for change in facts.release.database_changes:
        about = ".".join((change.id, *apart))
        yield DeploymentEntry(
            key=f"step.{about}",
            type="step",
            phase="deploy",
            title=say("dep.step.change_title", about, change=change.key, stage=named),
            description=order_forth(change, *apart),
            details=(detail("way_back", *order_back(change, *apart)),),
            owner=person(facts, "database_administrator", f"step.{about}"),
            links=(("DBT", change.id),),
        )


def _applied(facts: Facts, stages: tuple[Stage, ...]) -> Iterator[DeploymentEntry]:
    """Yield the applies of all regions of an environment with the migrations: those that come first between them."""
    stage = stages[0]
    stacks = in_order(facts, stage)
    services = [service for one in stages for service in one.services]
    first = {value_of(service.migration.stack) for service in services if comes_first(service)}
    changed = list(_changes(facts, stage)) if stages in facts.live_environments else []
    migrated = [entry for one in stages for entry in _migrations(facts, one)]
    last = max((place for place, stack in enumerate(stacks, start=1) if stack.key in first), default=0)
    if last:
        yield _apply(facts, stage, "prepare", stacks[:last])
        yield from (*changed, *migrated)
        yield _apply(facts, stage, "apply", stacks[last:])
    else:
        yield from () if migrated else changed
        yield _apply(facts, stage, "apply", stacks)
        yield from (*changed, *migrated) if migrated else ()


def _apply(facts: Facts, stage: Stage, which: str, stacks: Sequence[StackFacts]) -> DeploymentEntry:
    lines: tuple[Line, ...] = tuple(
        (say("dep.step.stack", stack.key, name=stack.key, resources=stack.resources),) for stack in stacks
    )
    by = tuple(
        say("dep.step.job", f"{_place(stage, which)}.{job.key}", job=job.key, file=workflow.file)
        for workflow, job in deploying(facts, stage)
    )
    return DeploymentEntry(
        key=f"step.{stage.id}.{which}",
        type="step",
        phase="deploy",
        title=say(f"dep.step.{which}_title", stage.id, stage=stage.name),
        description=by or (label("dep.step.by_hand"),),
        details=(Detail("stacks", (), lines),),
        owner=person(facts, "devops_engineer", f"step.{stage.id}.{which}"),
        links=alarms_of(stage),
    )


def _place(stage: Stage, which: str) -> str:
    return stage.id if which == "apply" else f"{stage.id}.{which}"


def _migrations(facts: Facts, stage: Stage) -> Iterator[DeploymentEntry]:
    for service in stage.services:
        family, words = service.migration.family, service.migration.command
        if family and words:
            yield DeploymentEntry(
                key=f"step.{service.id}.migration",
                type="step",
                phase="deploy",
                title=say("dep.step.migration_title", service.id, name=service.name),
                description=(say("dep.step.migration", service.id, family=family, words=words),),
                details=(),
                owner=person(facts, "database_administrator", f"step.{service.id}.migration"),
                links=(("RUN", f"{service.id}.migration"),),
            )


def _replacements(facts: Facts, stage: Stage) -> Iterator[DeploymentEntry]:
    for service in stage.services:
        claim = terraform_waits(service)
        bounded = (asserted(claim, "deployment.waits", service.id, waits=claim.limit),) if claim.holds else ()
        yield DeploymentEntry(
            key=f"step.{service.id}.deployment",
            type="step",
            phase="deploy",
            title=say("dep.step.replace_title", service.id, name=service.name),
            description=(*replaced(service), *bounded, *_started(facts, stage, service)),
            details=tuple(detail("pattern", label(pattern)) for pattern in _patterns(service.rollout)),
            owner=person(facts, "devops_engineer", f"step.{service.id}"),
            links=replacing(service),
        )


def _started(facts: Facts, stage: Stage, service: Service) -> Line:
    rollout = service.rollout
    own = isinstance(rollout, CodeDeploy) and not rollout.elsewhere
    return (started(facts, stage, service),) if own else ()


def _patterns(rollout: Rollout) -> tuple[str, ...]:
    """Return the words for the pattern of a rollout, none where it is not known here."""
    match rollout:
        case Rolling():
            return ("dep.pattern.rolling",)
        case BlueGreen():
            return ("dep.pattern.blue_green",)
        case Canary():
            return ("dep.pattern.canary",)
        case Linear():
            return ("dep.pattern.linear",)
        case CodeDeploy():
            return ("dep.pattern.code_deploy",)
        case OtherRollout():
            return ()
        case _:
            assert_never(rollout)
