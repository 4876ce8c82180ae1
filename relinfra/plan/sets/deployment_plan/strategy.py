"""Sections 0 and 1: the goals, and how a release reaches users."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Facts, Node
from relinfra.plan.blocks import under
from relinfra.plan.figures import traffic
from relinfra.plan.gaps import gap, known
from relinfra.plan.model import Block, Line, Paragraph, Row, Section, Statement, Table
from relinfra.plan.say import label, say
from relinfra.plan.sections.pipeline import deliveries, deploying
from relinfra.plan.sections.strategies import replaced
from relinfra.plan.stages import deployed, live

__all__ = ["introduction", "workflow"]

_WAYS = ("rolling", "blue_green", "canary", "linear", "code_deploy")


def introduction(facts: Facts, number: int) -> Section:
    """Return section 0."""
    mvp = facts.at("release.mvp")
    summary = facts.get("release.summary")
    about = known(summary, say("deploy.summary", text=summary), "summary")
    goals, later = mvp.fact("goals"), mvp.fact("later")
    blocks = (
        Paragraph((label("deploy.purpose"), about)),
        *under("deploy.mvp_scope", _scope(facts)),
        *under(
            "deploy.mvp_goals",
            [(known(goals, say("deploy.goals", goals=goals), "mvp.goals"),), (label("deploy.validates"),)],
        ),
        *under("deploy.later_goals", [(known(later, say("deploy.later", later=later), "mvp.later"),)]),
    )
    return Section("deploy.introduction", number, blocks)


def _scope(facts: Facts) -> list[Line]:
    named = facts.get("release.mvp.features")
    if named is None or not isinstance(named.value, tuple):
        return [(gap("mvp.features"),)]
    features = [facts.at(f"release.features.{name}") for name in named.value]
    return [(say("deploy.feature", one.id, title=one.fact("title"), named=named),) for one in features]


def workflow(facts: Facts, number: int) -> Section:
    """Return section 1."""
    stage = live(facts)
    services = stage.nodes("service") if stage else ()
    flags = facts.at("release").nodes("flags")
    cadence = facts.get("release.cadence")
    blocks = (
        Paragraph(tuple(_gitops(facts))),
        *under("deploy.mvp_pattern", [line for service in services for line in _pattern(service)]),
        *(diagram for service in services for diagram in traffic(service)),
        *under("deploy.later_pattern", [_later(service) for service in services]),
        *under("deploy.flags", [_flag(flag) for flag in flags] or [(gap("flags"),)]),
        *under("deploy.cadence", [(known(cadence, say("deploy.each", cadence=cadence), "cadence"),)]),
        *_progression(facts),
    )
    return Section("deploy.workflow", number, blocks)


def _gitops(facts: Facts) -> Iterator[Statement]:
    yield label("deploy.gitops")
    found = deliveries(facts)
    for one in found:
        yield say("deploy.workflow_file", one.key, file=one.fact("file"), triggers=one.fact("triggers"))
        yield say("deploy.workflow_stages", one.key, stages=one.fact("stages"))
    if not found:
        yield gap("pipeline")


def _pattern(service: Node) -> Iterator[Line]:
    kind = str(service.read_value("deployment.strategy"))
    yield (say("deploy.replaced", service.id, name=service.fact("name")), *replaced(service))
    if kind in _WAYS:
        yield (label("deploy.because"), label(f"deploy.why.{kind}"))


def _later(service: Node) -> Line:
    strategy = service.fact("deployment.strategy")
    kind = str(strategy.value) if strategy else ""
    key = f"deploy.next.{kind}" if kind in _WAYS else "deploy.next.other"
    return (say(key, service.id, name=service.fact("name"), strategy=strategy),)


def _flag(flag: Node) -> Line:
    given = {"service": flag.fact("service"), "steps": flag.fact("rollout_percent"), "text": flag.fact("description")}
    return (say("deploy.flag", flag.id, flag=flag.key, **given),)


def _progression(facts: Facts) -> tuple[Block, ...]:
    headings = tuple(label(f"deploy.heading.{name}") for name in ("stage", "job", "approval"))
    rows = []
    for stage in deployed(facts):
        jobs = deploying(facts, stage)
        reviewers = stage.fact("approval.reviewers")
        cells: tuple[Line, ...] = (
            (say("deploy.stage", stage.id, stage=stage.fact("stage"), region=stage.fact("region")),),
            tuple(say("deploy.job", f"{stage.id}.{job.key}", job=job.key, file=one.fact("file")) for one, job in jobs)
            or (label("none"),),
            (say("deploy.approved", stage.id, reviewers=reviewers) if reviewers else label("none"),),
        )
        rows.append(Row(tuple((cell,) for cell in cells)))
    return (Table(headings, tuple(rows)),) if rows else ()
