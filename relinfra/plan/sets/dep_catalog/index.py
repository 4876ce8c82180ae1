"""The runbooks, monitors, tests and risks that entries refer to, each by its id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from relinfra.evidence import Facts
from relinfra.evidence.records.alarm import Alarm
from relinfra.evidence.records.release_file import BreakingChange, DatabaseChange, Feature, Journey, Metric, Suite
from relinfra.evidence.records.stage import Stage
from relinfra.plan.document_ids import DocumentIds
from relinfra.plan.ids import Link
from relinfra.plan.model import Block, Line, Paragraph, Row, Section, Steps, Subheading, Table
from relinfra.plan.risks import Risk, risks
from relinfra.plan.say import label, say
from relinfra.plan.sections.alarm_conditions import condition
from relinfra.plan.sections.code_deploy import deployed_by_hand
from relinfra.plan.sections.migrations import migration
from relinfra.plan.sections.rollback_by_hand import database_by_hand, elsewhere, service_by_hand
from relinfra.plan.sections.upgrades import upgrade
from relinfra.plan.stages import deployed

__all__ = ["catalogued_risks", "contents", "monitors", "runbooks", "suites"]


_Named = Mapping[Link, str]


def runbooks(facts: Facts, ids: DocumentIds, named: _Named) -> Section:
    """Return every runbook with its commands, RUN- by RUN-, and the entries that name it."""
    blocks: list[Block] = [Paragraph((label("dep.index.runbooks"),))]
    for stage in deployed(facts):
        for key, title, steps in _runbooks(facts, stage):
            if any(block.lines for block in steps):
                blocks += [Subheading((label("dep.id", id=ids.of("RUN", key)), *title))]
                blocks += [Paragraph((label("dep.index.named_by"), *_named("RUN", key, named))), *steps]
    return Section("dep.runbooks", None, tuple(blocks))


def _runbooks(facts: Facts, stage: Stage) -> Iterator[tuple[str, Line, tuple[Block, ...]]]:
    name = stage.title
    for service in stage.services:
        task = say("dep.index.migration", service.id, name=service.name, stage=name)
        yield f"{service.id}.migration", (task,), (Steps(migration(stage, service)),)
        deploy = say("dep.index.deployment", service.id, name=service.name, stage=name)
        yield f"{service.id}.deployment", (deploy,), (Steps(deployed_by_hand(stage, service)),)
        title = say("dep.index.service", service.id, name=service.name, stage=name)
        yield service.id, (title,), service_by_hand(stage, service, "dep")
    for database in stage.databases:
        identifier = database.identifier
        if identifier:
            task = say("dep.index.upgrade", database.id, identifier=identifier)
            yield f"{database.id}.upgrade", (task,), (Steps(upgrade(facts, stage, database)),)
            title = say("dep.index.database", database.id, identifier=identifier)
            yield database.id, (title,), (Steps(database_by_hand(stage, database)),)
    lost = say("rollback.region_lost", stage.id, region=stage.region, stage=name)
    yield f"{stage.id}.recovery", (lost,), (Steps(elsewhere(stage)),)


def monitors(facts: Facts, ids: DocumentIds, named: _Named) -> Section:
    """Return every alarm and business metric, MON- by MON-, and the entries that name it."""
    rows = [_alarm(stage, alarm, ids, named) for stage in deployed(facts) for alarm in stage.alarms if alarm.name]
    rows += [_metric(metric, ids, named) for metric in facts.release.metrics]
    return Section("dep.monitors", None, (_table(("id", "monitor", "when", "named"), rows),) if rows else (_none(),))


def catalogued_risks(facts: Facts, ids: DocumentIds) -> Section:
    """Return every risk, RISK- by RISK-."""
    rows = [_risk(one, ids) for one in risks(facts)]
    return Section("dep.risks", None, (_table(("id", "risk", "severity"), rows),) if rows else (_none(),))


def _risk(one: Risk, ids: DocumentIds) -> Row:
    return _row(one.id(ids), (one.title,), (label(f"assess.severity.{one.severity}"),))


def suites(facts: Facts, ids: DocumentIds, named: _Named) -> Section:
    """Return every suite and journey, TEST- by TEST-, and the entries that name it."""
    release = facts.release
    rows = [_suite(suite, ids, named) for suite in release.tests]
    rows += [_journey(journey, ids, named) for journey in release.journeys]
    return Section("dep.suites", None, (_table(("id", "test", "outcome", "named"), rows),) if rows else (_none(),))


def contents(facts: Facts, ids: DocumentIds, named: _Named) -> Section:
    """Return what the release contains: features FEA-, interfaces API- and databases DBT-, with their epics."""
    release = facts.release
    rows = [_change("FEA", one, ids, named) for one in release.features]
    rows += [_change("API", one, ids, named) for one in release.breaking_changes]
    rows += [_schema(one, ids, named) for one in release.database_changes]
    headings = ("id", "content", "epic", "named")
    return Section("dep.contents", None, (_table(headings, rows),) if rows else (_none(),))


def _change(kind: str, one: Feature | BreakingChange, ids: DocumentIds, named: _Named) -> Row:
    what = say("dep.index.titled", one.id, title=one.title)
    return _row(ids.of(kind, one.id), (what,), _tracked(one), _named(kind, one.id, named))


def _schema(change: DatabaseChange, ids: DocumentIds, named: _Named) -> Row:
    what = say("dep.index.schema", change.id, description=change.description, change=change.key)
    return _row(ids.of("DBT", change.id), (what,), (label("none"),), _named("DBT", change.id, named))


def _tracked(one: Feature | BreakingChange) -> Line:
    epic = one.epic if isinstance(one, Feature) else None
    if epic or one.ticket:
        return (say("dep.index.tracked", one.id, epic=epic, ticket=one.ticket),)
    return (label("none"),)


def _alarm(stage: Stage, alarm: Alarm, ids: DocumentIds, named: _Named) -> Row:
    what = say("dep.index.alarm", alarm.id, name=alarm.name, stage=stage.title)
    return _row(ids.of("MON", alarm.id), (what,), condition(alarm, "index"), _named("MON", alarm.id, named))


def _metric(metric: Metric, ids: DocumentIds, named: _Named) -> Row:
    what = say("dep.index.metric", metric.id, title=metric.title)
    below = metric.alert_below
    kind = "below" if below else "above"
    given = {
        "limit": below or metric.alert_above,
        "unit": metric.unit,
        "normal": metric.baseline,
    }
    limit = say(f"dep.index.{kind}", metric.id, **given)
    return _row(ids.of("MON", metric.id), (what,), (limit,), _named("MON", metric.id, named))


def _suite(suite: Suite, ids: DocumentIds, named: _Named) -> Row:
    what = say("dep.index.suite", suite.id, kind=suite.key)
    outcome = say("dep.index.passed", suite.id, passed=suite.passed, total=suite.total)
    return _row(ids.of("TEST", suite.id), (what,), (outcome,), _named("TEST", suite.id, named))


def _journey(journey: Journey, ids: DocumentIds, named: _Named) -> Row:
    what = say("dep.index.journey", journey.id, title=journey.title)
    automated = journey.automated and journey.automated.value
    outcome = label("dep.index.automated" if automated else "dep.index.by_hand")
    return _row(ids.of("TEST", journey.id), (what,), (outcome,), _named("TEST", journey.id, named))


def _named(kind: str, key: str, named: _Named) -> Line:
    """Return the ids of the entries that link to a thing."""
    found = named.get((kind, key))
    return (label("dep.links", ids=found),) if found else (label("none"),)


def _row(id_: str, *cells: Line) -> Row:
    return Row((((label("dep.index.id", id=id_),),), *((cell,) for cell in cells)))


def _table(headings: tuple[str, ...], rows: list[Row]) -> Table:
    return Table(tuple(label(f"dep.index.heading.{name}") for name in headings), tuple(rows))


def _none() -> Paragraph:
    return Paragraph((label("none"),))
