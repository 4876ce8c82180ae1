"""The sections on the goals, and on how a release reaches users."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from relinfra.evidence import Fact, Facts
from relinfra.evidence.records.release_file import Flag, Release
from relinfra.evidence.records.rollout import BlueGreen, Canary, CodeDeploy, Linear, OtherRollout, Rolling, Rollout
from relinfra.evidence.records.service import Service
from relinfra.plan.blocks import under
from relinfra.plan.figures import traffic
from relinfra.plan.missing import known, missing
from relinfra.plan.model import Block, Line, Paragraph, Row, Section, Statement, Table
from relinfra.plan.say import label, say
from relinfra.plan.sections.pipeline import deliveries, deploying
from relinfra.plan.sections.strategies import replaced
from relinfra.plan.stages import deployed, live_services

__all__ = ["introduction", "workflow"]


def introduction(facts: Facts) -> Section:
    """Return the section on the goals: what the first usable product holds, and what comes later."""
    mvp = facts.release.mvp
    summary = facts.release.summary
    about = known(summary, say("deploy.summary", text=summary), "summary")
    goals, later = mvp.goals, mvp.later
    blocks = (
        Paragraph((label("deploy.purpose"), about)),
        *under("deploy.mvp_scope", _scope(facts)),
        *under(
            "deploy.mvp_goals",
            [(known(goals, say("deploy.goals", goals=goals), "mvp.goals"),), (label("deploy.validates"),)],
        ),
        *under("deploy.later_goals", [(known(later, say("deploy.later", later=later), "mvp.later"),)]),
    )
    return Section("deploy.introduction", None, blocks)


def _scope(facts: Facts) -> list[Line]:
    named = facts.release.mvp.features
    if named is None:
        return [(missing("mvp.features"),)]
    features = [Release.features.get(facts.release, name) for name in named.value]
    return [(say("deploy.feature", one.id, title=one.title, named=named),) for one in features]


def workflow(facts: Facts) -> Section:
    """Return the section on how a release reaches users, and by which strategy."""
    services = [service for _, service in live_services(facts)]
    flags = facts.release.flags
    cadence = facts.release.cadence
    blocks = (
        Paragraph(tuple(_gitops(facts))),
        *under("deploy.mvp_pattern", [line for service in services for line in _pattern(service)]),
        *(diagram for service in services for diagram in traffic(service)),
        *under("deploy.later_pattern", [_later(service) for service in services]),
        *under("deploy.flags", [_flag(flag) for flag in flags] or [(missing("flags"),)]),
        *under("deploy.cadence", [(known(cadence, say("deploy.each", cadence=cadence), "cadence"),)]),
        *_progression(facts),
    )
    return Section("deploy.workflow", None, blocks)


def _gitops(facts: Facts) -> Iterator[Statement]:
    yield label("deploy.gitops")
    found = deliveries(facts)
    for one in found:
        yield say("deploy.workflow_file", one.key, file=one.file, triggers=one.triggers)
        yield say("deploy.workflow_stages", one.key, stages=one.stages)
    if not found:
        yield missing("pipeline")


def _pattern(service: Service) -> Iterator[Line]:
    yield (say("deploy.replaced", service.id, name=service.name), *replaced(service))
    why = _why(service.rollout)
    if why:
        yield (label("deploy.because"), label(why))


def _why(rollout: Rollout) -> str | None:
    match rollout:
        case Rolling():
            return "deploy.why.rolling_stopping" if rollout.may_stop_all else "deploy.why.rolling"
        case BlueGreen():
            return f"deploy.why.blue_green{'_tried' if rollout.test_port else ''}"
        case Canary():
            return "deploy.why.canary"
        case Linear():
            return "deploy.why.linear"
        case CodeDeploy():
            return "deploy.why.code_deploy"
        case OtherRollout():
            return None
        case _:
            assert_never(rollout)


def _later(service: Service) -> Line:
    given = {"name": service.name, "strategy": service.rollout.strategy}
    if service.unbalanced:
        return (say("deploy.next.unbalanced", service.id, **given, told=service.unbalanced),)
    return (say(_next(service.rollout), service.id, **given),)


def _next(rollout: Rollout) -> str:
    match rollout:
        case Rolling():
            return "deploy.next.rolling"
        case BlueGreen():
            return "deploy.next.blue_green"
        case Canary():
            return "deploy.next.canary"
        case Linear():
            return "deploy.next.linear"
        case CodeDeploy():
            return "deploy.next.code_deploy"
        case OtherRollout():
            return "deploy.next.other"
        case _:
            assert_never(rollout)


def _flag(flag: Flag) -> Line:
    given: dict[str, Fact | None] = {
        "service": flag.service,
        "steps": flag.rollout_percent,
        "text": flag.description,
    }
    return (say("deploy.flag", flag.id, flag=flag.key, **given),)


def _progression(facts: Facts) -> tuple[Block, ...]:
    headings = tuple(label(f"deploy.heading.{name}") for name in ("stage", "job", "approval"))
    rows = []
    for stage in deployed(facts):
        jobs = deploying(facts, stage)
        several = sum(one.environment == stage.environment for one in deployed(facts)) > 1
        reviewers = stage.environment_approval.reviewers
        cells: tuple[Line, ...] = (
            (say("deploy.stage", stage.id, stage=stage.title, region=None if several else stage.region),),
            tuple(say("deploy.job", f"{stage.id}.{job.key}", job=job.key, file=one.file) for one, job in jobs)
            or (label("deploy.by_person"),),
            (say("deploy.approved", stage.id, reviewers=reviewers) if reviewers else label("none"),),
        )
        rows.append(Row(tuple((cell,) for cell in cells)))
    return (Table(headings, tuple(rows)),) if rows else ()
