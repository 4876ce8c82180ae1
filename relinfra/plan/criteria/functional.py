"""Functional criteria: tests, rehearsal, journeys, migrations."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.claims import migration_rehearsed, suite_passes, to_be_shown
from relinfra.evidence import Facts
from relinfra.plan.criteria.criterion import Criterion
from relinfra.plan.ids import journeys_of
from relinfra.plan.missing import missing
from relinfra.plan.model import Given, Statement
from relinfra.plan.people import person
from relinfra.plan.say import label, say
from relinfra.plan.stages import before_live

__all__ = ["journeys", "migrations", "rehearsed", "suites"]


def suites(facts: Facts) -> Iterator[Criterion]:
    """Return each suite of tests: met when all of it passed."""
    suites = facts.release.tests
    for suite in suites:
        passed, total, report, load = suite.passed, suite.total, suite.report, suite.load_percent
        if not (passed and total):
            continue
        about, kind = suite.id, suite.key
        key = "criteria.load" if load else "criteria.suite"
        shown = (
            say("criteria.report", about, report=report) if report else missing("tests.report", f"tests.{kind}.report")
        )
        yield Criterion(
            key=f"tests.{kind}",
            category="performance" if load else "functional",
            title=say("criteria.suite_title", about, kind=kind),
            requirement=(say(key, about, total=total, load=load),),
            verification=(say("criteria.passed", about, passed=passed, total=total), shown),
            owner=person(facts, "qa_lead", about),
            claim=suite_passes(suite),
            links=(("TEST", suite.id),),
        )
    if not suites:
        yield _nobody_tested(facts)


def _nobody_tested(facts: Facts) -> Criterion:
    return Criterion(
        key="tests",
        category="functional",
        title=label("criteria.tests_title"),
        requirement=(label("criteria.tests"),),
        verification=(missing("tests"),),
        owner=person(facts, "qa_lead", "criteria.tests"),
        claim=to_be_shown("criteria.tests"),
    )


def rehearsed(facts: Facts) -> Iterator[Criterion]:
    """Return whether the release runs first in the stage before the live ones."""
    customers, before = facts.live, before_live(facts)
    if before is None:
        return
    given: dict[str, Given] = {"before": before.title, "stage": tuple(filter(None, (one.title for one in customers)))}
    workflows = [one for one in facts.project.repository.workflows if one.releases]
    checks = tuple(say("criteria.smoke", one.key, file=one.file, stages=one.stages) for one in workflows)
    yield Criterion(
        key="rehearsed",
        category="functional",
        title=say("criteria.rehearsed_title", before=given["before"]),
        requirement=(say("criteria.rehearsed", **given),),
        verification=checks or (missing("pipeline"),),
        owner=person(facts, "qa_lead", "criteria.rehearsed"),
        claim=to_be_shown("criteria.rehearsed"),
        links=journeys_of(facts),
    )


def journeys(facts: Facts) -> Iterator[Criterion]:
    """Return the journeys of users."""
    found = facts.release.journeys
    titles = tuple(title for journey in found if (title := journey.title))
    yield Criterion(
        key="journeys",
        category="functional",
        title=label("criteria.journeys_title"),
        requirement=(say("criteria.journeys", titles=titles),) if titles else (missing("journeys"),),
        verification=(_walked(facts),) if titles else (missing("journeys"),),
        owner=person(facts, "qa_lead", "criteria.journeys"),
        claim=to_be_shown("criteria.journeys"),
        links=journeys_of(facts),
    )


def _walked(facts: Facts) -> Statement:
    return label("criteria.journeys_checked" if before_live(facts) else "criteria.journeys_checked_alone")


def migrations(facts: Facts) -> Iterator[Criterion]:
    """Return the migrations of the release."""
    for change in facts.release.database_changes:
        stage, description = change.rehearsed_in, change.description
        compatible = change.backward_compatible
        path = f"database_changes.{change.key}"
        rehearsed = say("criteria.migration_rehearsed", change.id, stage=stage) if stage else None
        bears = say("criteria.migration_compatible", change.id, compatible=compatible) if compatible else None
        yield Criterion(
            key=f"migration.{change.key}",
            category="functional",
            title=say("criteria.migration_title", change.id, change=change.key),
            requirement=(say("criteria.migration", change.id, description=description),),
            verification=(
                rehearsed or missing("database_changes.rehearsed_in", f"{path}.rehearsed_in"),
                bears or missing("database_changes.backward_compatible", f"{path}.backward_compatible"),
            ),
            owner=person(facts, "database_administrator", change.id),
            links=(("DBT", change.id),),
            claim=migration_rehearsed(change),
        )
