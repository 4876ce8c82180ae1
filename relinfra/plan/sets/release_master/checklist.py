"""The checklist: before, on the day, after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from typing import assert_never

from relinfra.evidence import Fact, Facts, value_of
from relinfra.evidence.records.alarm import Alarm, Dashboard
from relinfra.evidence.records.database import AuroraCluster, Database, RdsInstance
from relinfra.evidence.records.rollout import CodeDeploy
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.criteria import criteria
from relinfra.plan.milestones import on_day, window
from relinfra.plan.missing import missing
from relinfra.plan.model import Check, Checklist, Line, Section, Statement, Step
from relinfra.plan.release_state import checked_live, deployed_live
from relinfra.plan.released_branch import released_branch
from relinfra.plan.say import command, label, say
from relinfra.plan.sections.log_groups import unwritten
from relinfra.plan.sections.migrations import but_unborne
from relinfra.plan.sections.pipeline import deliveries, deploying
from relinfra.plan.sections.rollback_alarms import acting_alarms
from relinfra.plan.sections.schema_order import order_back, order_forth
from relinfra.plan.sections.upgrades import afterwards, former_version, performed, rehearsal, upgraded
from relinfra.plan.traffic_shift import bake_minutes

__all__ = ["checklist"]

Stages = tuple[Stage, ...]


def checklist(facts: Facts) -> tuple[Section, ...]:
    """Return the checklist: what is ticked off before, on and after the day."""
    customers = facts.live
    return (
        Section("master.before", None, (Checklist(tuple(_before(facts, customers))),)),
        Section("master.day", None, (Checklist(tuple(_day(facts, customers))),)),
        Section("master.after", None, (Checklist(tuple(_after(facts, customers))),)),
    )


def _before(facts: Facts, customers: Stages) -> Iterator[Check]:
    yield Check((label("check.freeze"), *on_day(facts, "code_freeze", "check")))
    yield Check((label("check.merged"), *_branch(facts)))
    yield Check((label("check.pipeline"), *_workflows(facts)))
    suites = facts.release.tests
    for suite in suites:
        shown = say("check.suite", suite.id, kind=suite.key, passed=suite.passed, total=suite.total)
        yield _decided(facts, f"tests.{suite.key}", shown)
    if not suites:
        yield Check((label("check.tests"), missing("tests")))
    yield Check((label("check.baseline"), *_baselines(facts)), _baselined(facts))
    for change in facts.release.database_changes:
        rehearsed = change.rehearsed_in
        path = f"database_changes.{change.key}.rehearsed_in"
        where = (
            say("check.rehearsed_in", change.id, stage=rehearsed)
            if rehearsed
            else missing("database_changes.rehearsed_in", path)
        )
        yield _decided(facts, f"migration.{change.key}", say("check.migration", change.id, change=change.key), where)
    for _, database in _upgraded(customers):
        yield _stepped(rehearsal(database))
    yield Check((label("check.rollback_plan"),), done=True)
    for stage in customers:
        yield from _watching(stage)
    yield Check((label("check.stakeholders"), *on_day(facts, "customer_notice", "check")))


def _decided(facts: Facts, key: str, *line: Statement) -> Check:
    """Return a point whose state a criterion decides, with what is missing under it."""
    criterion = next((one for one in criteria(facts) if one.key == key), None)
    if criterion is None:
        return Check(line)
    return Check(line, criterion.met, criterion.notes)


def _branch(facts: Facts) -> Line:
    main = released_branch(facts)
    return (say("check.branch", main=main),) if main else (missing("branching.main"),)


def _workflows(facts: Facts) -> Line:
    found = deliveries(facts)
    return tuple(say("check.workflow", one.key, file=one.file) for one in found) or (missing("pipeline"),)


def _baselines(facts: Facts) -> Line:
    normal, errors = facts.release.baselines.p95_latency_ms, facts.release.baselines.error_rate_percent
    latency = say("check.latency", normal=normal) if normal else missing("baselines.p95_latency_ms")
    return (latency, say("check.errors", normal=errors) if errors else missing("baselines.error_rate_percent"))


def _baselined(facts: Facts) -> bool:
    baselines = facts.release.baselines
    return bool(baselines.p95_latency_ms and baselines.error_rate_percent)


def _watching(stage: Stage) -> Iterator[Check]:
    dashboards, alarms = Dashboard.name.each(stage.dashboards), Alarm.name.each(stage.alarms)
    if dashboards:
        yield Check((say("check.dashboards", stage.id, dashboards=dashboards),), done=True)
    else:
        yield Check((say("check.no_dashboard", stage.id, stage=stage.title),))
    yield Check((say("check.alarms", stage.id, alarms=alarms, stage=stage.title),), bool(alarms))


def _day(facts: Facts, customers: Stages) -> Iterator[Check]:
    for stage in customers:
        yield from _snapshots(facts, stage)
    for stage, database in _upgraded(customers):
        yield from map(_stepped, performed(facts, stage, database))
    for change in facts.release.database_changes:
        yield Check(
            (say("check.ordered", change.id, change=change.key),), under=(order_forth(change), order_back(change))
        )
    yield Check((label("check.window"), *window(facts, "check")))
    yield Check((label("check.hands"),))
    yield Check((label("check.go_no_go"), *on_day(facts, "approval", "go")), bool(facts.execution.approvals))
    for workflow, job in dict.fromkeys(found for stage in customers for found in deploying(facts, stage)):
        yield Check(
            (say("check.deployed", f"{workflow.key}.{job.key}", job=job.key, file=workflow.file),), deployed_live(facts)
        )
    services = [service for stage in customers for service in stage.services]
    for service in services:
        if isinstance(service.rollout, CodeDeploy) and service.rollout.group:
            yield Check((say("check.code_deployed", service.id, name=service.name),))
    yield Check((label("check.smoke"),), checked_live(facts, "smoke"), under=_probes(services))
    for flag in facts.release.flags:
        yield Check((say("check.flag", flag.id, flag=flag.key, steps=flag.rollout_percent),))


def _upgraded(customers: Stages) -> Iterator[tuple[Stage, Database]]:
    return ((stage, database) for stage in customers for database in upgraded(stage))


def _stepped(step: Step) -> Check:
    """Return a step as a point to tick off, with its command and what is seen then below it."""
    return Check(step.line, under=tuple(line for line in (step.command, step.expected) if line))


def _snapshots(facts: Facts, stage: Stage) -> Iterator[Check]:
    for database in stage.databases:
        if database.identifier and facts.release.version and not former_version(database):
            yield _snapshot(facts, stage, database)


def _snapshot(facts: Facts, stage: Stage, database: Database) -> Check:
    given = {"region": stage.region, "identifier": database.identifier, "version": facts.release.version}
    return Check(
        (say("check.backup", database.id, identifier=database.identifier),),
        under=((command(_saved(database), f"check.{database.id}", **given),),),
    )


def _saved(database: Database) -> str:
    match database:
        case RdsInstance():
            return "snapshot"
        case AuroraCluster():
            return "snapshot_cluster"
        case _:
            assert_never(database)


def _probes(services: Iterable[Service]) -> tuple[Line, ...]:
    return tuple((_probe(service) or say("check.runs", service.id, name=service.name),) for service in services)


def _probe(service: Service) -> Statement | None:
    given: dict[str, Fact | None] = {
        "domain": service.domain,
        "path": service.health.path,
        "matcher": service.health.matcher,
        "seconds": service.health.timeout_seconds,
    }
    return say("check.probe", service.id, **given) if all(given.values()) else None


def _after(facts: Facts, customers: Stages) -> Iterator[Check]:
    yield Check((label("check.healthy"),), under=tuple(line for stage in customers for line in _probes_after(stage)))
    metrics = facts.release.metrics
    for metric in metrics:
        given = {"title": metric.title, "normal": metric.baseline, "unit": metric.unit}
        yield Check((say("check.metric", metric.id, **given),))
    if not metrics:
        yield Check((label("check.metrics"), missing("metrics")))
    for stage, subject in product(customers, ("error_rate", "p95_latency")):
        acting = acting_alarms(stage)
        for alarm in (one for one in stage.alarms if value_of(one.subject) == subject and one not in acting):
            yield Check((say(f"check.{subject}", alarm.id, limit=alarm.threshold, name=alarm.name),))
    yield Check((label("check.feedback"), *_support(facts)))
    for _, database in _upgraded(customers):
        yield from map(_stepped, afterwards(database))
    for service in (one for stage in customers for one in stage.services):
        bake = bake_minutes(service.rollout)
        key = "check.ready" if bake else "check.ready_anew"
        yield Check((say(key, service.id, name=service.name, bake=bake), *but_unborne(service)))
    yield Check((label("check.retrospective"), *on_day(facts, "retrospective", "check")))


def _probes_after(stage: Stage) -> tuple[Line, ...]:
    return tuple(
        (say("check.log", group.id, name=group.name), *unwritten(group))
        for group in stage.log_groups
        if group.key in {service.key for service in stage.services}
    )


def _support(facts: Facts) -> Line:
    support = facts.release.channels.support
    return (say("check.support", support=support),) if support else (missing("channels.support"),)
