"""The checklist: before, on the day, after."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Fact, Facts, Node
from relinfra.plan.gaps import gap
from relinfra.plan.milestones import on_day, window
from relinfra.plan.model import Check, Checklist, Line, Section
from relinfra.plan.say import command, label, say
from relinfra.plan.sections.pipeline import deploying
from relinfra.plan.stages import gathered, live

__all__ = ["checklist"]


def checklist(facts: Facts) -> tuple[Section, ...]:
    """Return the sections of the document."""
    stage = live(facts)
    return (
        Section("master.before", None, (Checklist(tuple(_before(facts, stage))),)),
        Section("master.day", None, (Checklist(tuple(_day(facts, stage))),)),
        Section("master.after", None, (Checklist(tuple(_after(facts, stage))),)),
    )


def _before(facts: Facts, stage: Node | None) -> Iterator[Check]:
    yield Check((label("check.freeze"), *on_day(facts, "code_freeze", "check")))
    yield Check((label("check.merged"), *_branch(facts)))
    yield Check((label("check.pipeline"), *_workflows(facts)))
    suites = facts.at("release").nodes("tests")
    for suite in suites:
        passed, total = suite.fact("passed"), suite.fact("total")
        done = bool(passed and total and passed.value == total.value)
        yield Check((say("check.suite", suite.id, kind=suite.key, passed=passed, total=total),), done)
    if not suites:
        yield Check((label("check.tests"), gap("tests")))
    yield Check((label("check.baseline"), *_baselines(facts)), _baselined(facts))
    for change in facts.at("release").nodes("database_changes"):
        rehearsed = change.fact("rehearsed_in")
        path = f"database_changes.{change.key}.rehearsed_in"
        where = (
            say("check.rehearsed_in", change.id, stage=rehearsed)
            if rehearsed
            else gap("database_changes.rehearsed_in", path)
        )
        yield Check((say("check.migration", change.id, change=change.key), where), rehearsed is not None)
    yield Check((label("check.rollback_plan"),), done=True)
    if stage:
        yield from _watching(stage)
    yield Check((label("check.stakeholders"), *on_day(facts, "customer_notice", "check")))


def _branch(facts: Facts) -> Line:
    main = facts.get("release.branching.main")
    return (say("check.branch", main=main),) if main else (gap("branching.main"),)


def _workflows(facts: Facts) -> Line:
    workflows = [one for one in facts.at("project.repository").nodes("workflow") if one.fact("delivers")]
    return tuple(say("check.workflow", one.key, file=one.fact("file")) for one in workflows) or (gap("pipeline"),)


def _baselines(facts: Facts) -> Line:
    normal, errors = (facts.get(f"release.baselines.{name}") for name in ("p95_latency_ms", "error_rate_percent"))
    latency = say("check.latency", normal=normal) if normal else gap("baselines.p95_latency_ms")
    return (latency, say("check.errors", normal=errors) if errors else gap("baselines.error_rate_percent"))


def _baselined(facts: Facts) -> bool:
    return all(facts.get(f"release.baselines.{name}") for name in ("p95_latency_ms", "error_rate_percent"))


def _watching(stage: Node) -> Iterator[Check]:
    dashboards, alarms = gathered(stage.nodes("dashboard"), "name"), gathered(stage.nodes("alarm"), "name")
    if dashboards:
        yield Check((say("check.dashboards", stage.id, dashboards=dashboards),), done=True)
    else:
        yield Check((say("check.no_dashboard", stage.id, stage=stage.fact("stage")),))
    yield Check((say("check.alarms", stage.id, alarms=alarms, stage=stage.fact("stage")),), bool(alarms))


def _day(facts: Facts, stage: Node | None) -> Iterator[Check]:
    for database in stage.nodes("database") if stage else ():
        if stage and database.fact("identifier") and facts.get("release.version"):
            yield _snapshot(facts, stage, database)
    yield Check((label("check.window"), *window(facts, "check")))
    yield Check((label("check.hands"),))
    yield Check((label("check.go_no_go"), *on_day(facts, "approval", "go")))
    for workflow, job in deploying(facts, stage) if stage else ():
        yield Check((say("check.deployed", f"{workflow.key}.{job.key}", job=job.key, file=workflow.fact("file")),))
    for service in stage.nodes("service") if stage else ():
        if service.fact("code_deploy.group"):
            yield Check((say("check.code_deployed", service.id, name=service.fact("name")),))
    yield Check((label("check.smoke"),), under=_probes(stage) if stage else ())
    for flag in facts.at("release").nodes("flags"):
        yield Check((say("check.flag", flag.id, flag=flag.key, steps=flag.fact("rollout_percent")),))


def _snapshot(facts: Facts, stage: Node, database: Node) -> Check:
    identifier: Fact | None = database.fact("identifier")
    given = {"region": stage.fact("region"), "identifier": identifier, "version": facts.get("release.version")}
    key = "snapshot_cluster" if database.fact("instances") else "snapshot"
    return Check(
        (say("check.backup", database.id, identifier=identifier),),
        under=((command(key, f"check.{database.id}", **given),),),
    )


def _probes(stage: Node) -> tuple[Line, ...]:
    return tuple(
        (say("check.probe", service.id, **given),)
        for service in stage.nodes("service")
        if all((given := {name: service.fact(key) for name, key in _PROBE.items()}).values())
    )


_PROBE = {"domain": "domain", "path": "health.path", "matcher": "health.matcher", "seconds": "health.timeout_seconds"}


def _after(facts: Facts, stage: Node | None) -> Iterator[Check]:
    yield Check((label("check.healthy"),), under=_probes_after(stage) if stage else ())
    metrics = facts.at("release").nodes("metrics")
    for metric in metrics:
        given = {"title": metric.fact("title"), "normal": metric.fact("baseline"), "unit": metric.fact("unit")}
        yield Check((say("check.metric", metric.id, **given),))
    if not metrics:
        yield Check((label("check.metrics"), gap("metrics")))
    for subject in ("error_rate", "p95_latency"):
        alarm = (
            next((one for one in stage.nodes("alarm") if one.read_value("subject") == subject), None) if stage else None
        )
        if alarm:
            yield Check((say(f"check.{subject}", alarm.id, limit=alarm.fact("threshold"), name=alarm.fact("name")),))
    yield Check((label("check.feedback"), *_support(facts)))
    for service in stage.nodes("service") if stage else ():
        bake = service.fact("deployment.bake_minutes") or service.fact("code_deploy.bake_minutes")
        key = "check.ready" if bake else "check.ready_anew"
        yield Check((say(key, service.id, name=service.fact("name"), bake=bake),))
    yield Check((label("check.retrospective"), *on_day(facts, "retrospective", "check")))


def _probes_after(stage: Node) -> tuple[Line, ...]:
    return tuple(
        (say("check.log", group.id, name=group.fact("name")),)
        for group in stage.nodes("log_group")
        if group.key in {service.key for service in stage.nodes("service")}
    )


def _support(facts: Facts) -> Line:
    support = facts.get("release.channels.support")
    return (say("check.support", support=support),) if support else (gap("channels.support"),)
