"""What the ids mean that entries refer to."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Facts, Node
from relinfra.plan.model import Block, Line, Paragraph, Row, Section, Steps, Subheading, Table
from relinfra.plan.numbers import Numbers
from relinfra.plan.risks import Risk, risks
from relinfra.plan.say import label, say
from relinfra.plan.sections.code_deploy import deployed_by_hand
from relinfra.plan.sections.conditions import condition
from relinfra.plan.sections.manual import database_by_hand, elsewhere, service_by_hand
from relinfra.plan.sections.migrations import migration
from relinfra.plan.sections.standby import switched_over
from relinfra.plan.stages import deployed

__all__ = ["catalogued_risks", "monitors", "runbooks", "suites"]


def runbooks(facts: Facts, numbers: Numbers) -> Section:
    """Return every runbook with its commands, RUN- by RUN-."""
    blocks: list[Block] = [Paragraph((label("dep.index.runbooks"),))]
    for stage in deployed(facts):
        for key, title, steps in _runbooks(stage):
            if steps.steps:
                blocks += [Subheading((label("dep.id", id=numbers.of("RUN", key)), *title)), steps]
    return Section("dep.runbooks", None, tuple(blocks))


def _runbooks(stage: Node) -> Iterator[tuple[str, Line, Steps]]:
    name = stage.fact("stage")
    for service in stage.nodes("service"):
        task = say("dep.index.migration", service.id, name=service.fact("name"), stage=name)
        yield f"{service.id}.migration", (task,), Steps(migration(stage, service))
        deploy = say("dep.index.deployment", service.id, name=service.fact("name"), stage=name)
        yield f"{service.id}.deployment", (deploy,), Steps(deployed_by_hand(stage, service))
        title = say("dep.index.service", service.id, name=service.fact("name"), stage=name)
        yield service.id, (title,), Steps(service_by_hand(stage, service))
    for database in stage.nodes("database"):
        identifier = database.fact("identifier")
        if identifier:
            title = say("dep.index.database", database.id, identifier=identifier)
            yield database.id, (title,), Steps(database_by_hand(stage, database))
    lost = say("rollback.region_lost", stage.id, region=stage.fact("region"), stage=name)
    yield f"{stage.id}.recovery", (lost,), Steps((*elsewhere(stage), *switched_over(stage)))


def monitors(facts: Facts, numbers: Numbers) -> Section:
    """Return every alarm and business metric, MON- by MON-."""
    rows = [
        _alarm(stage, alarm, numbers)
        for stage in deployed(facts)
        for alarm in stage.nodes("alarm")
        if alarm.fact("name")
    ]
    rows += [_metric(metric, numbers) for metric in facts.at("release").nodes("metrics")]
    return Section("dep.monitors", None, (_table(("id", "monitor", "when"), rows),) if rows else (_none(),))


def catalogued_risks(facts: Facts, numbers: Numbers) -> Section:
    """Return every risk, RISK- by RISK-."""
    rows = [_risk(one, numbers) for one in risks(facts)]
    return Section("dep.risks", None, (_table(("id", "risk", "severity"), rows),) if rows else (_none(),))


def _risk(one: Risk, numbers: Numbers) -> Row:
    return _row(numbers.of("RISK", one.key), (one.title,), (label(f"assess.severity.{one.severity}"),))


def suites(facts: Facts, numbers: Numbers) -> Section:
    """Return every suite and journey, TEST- by TEST-."""
    release = facts.at("release")
    rows = [_suite(suite, numbers) for suite in release.nodes("tests")]
    rows += [_journey(journey, numbers) for journey in release.nodes("journeys")]
    return Section("dep.suites", None, (_table(("id", "test", "outcome"), rows),) if rows else (_none(),))


def _alarm(stage: Node, alarm: Node, numbers: Numbers) -> Row:
    what = say("dep.index.alarm", alarm.id, name=alarm.fact("name"), stage=stage.fact("stage"))
    return _row(numbers.of("MON", alarm.id), (what,), condition(alarm, "index"))


def _metric(metric: Node, numbers: Numbers) -> Row:
    what = say("dep.index.metric", metric.id, title=metric.fact("title"))
    below = metric.fact("alert_below")
    kind = "below" if below else "above"
    given = {
        "limit": below or metric.fact("alert_above"),
        "unit": metric.fact("unit"),
        "normal": metric.fact("baseline"),
    }
    return _row(numbers.of("MON", metric.id), (what,), (say(f"dep.index.{kind}", metric.id, **given),))


def _suite(suite: Node, numbers: Numbers) -> Row:
    what = say("dep.index.suite", suite.id, kind=suite.key)
    outcome = say("dep.index.passed", suite.id, passed=suite.fact("passed"), total=suite.fact("total"))
    return _row(numbers.of("TEST", suite.id), (what,), (outcome,))


def _journey(journey: Node, numbers: Numbers) -> Row:
    what = say("dep.index.journey", journey.id, title=journey.fact("title"))
    automated = "automated" if journey.read_value("automated") else "by_hand"
    return _row(numbers.of("TEST", journey.id), (what,), (label(f"dep.index.{automated}"),))


def _row(id_: str, *cells: Line) -> Row:
    return Row((((label("dep.index.id", id=id_),),), *((cell,) for cell in cells)))


def _table(headings: tuple[str, ...], rows: list[Row]) -> Table:
    return Table(tuple(label(f"dep.index.heading.{name}") for name in headings), tuple(rows))


def _none() -> Paragraph:
    return Paragraph((label("none"),))
