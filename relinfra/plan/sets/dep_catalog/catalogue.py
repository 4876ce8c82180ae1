"""`dep-catalog`: the release as a contract, entry by entry."""

from __future__ import annotations

from typing import assert_never

from relinfra.evidence import Facts
from relinfra.evidence.records.rollout import BlueGreen, Canary, CodeDeploy, Linear, OtherRollout, Rolling, Rollout
from relinfra.plan.changes import changed_here
from relinfra.plan.criteria import CATEGORIES
from relinfra.plan.document_ids import DocumentIds
from relinfra.plan.missing import open_questions
from relinfra.plan.model import Block, Document, Paragraph, Row, Section, Subheading, Table
from relinfra.plan.say import label, say
from relinfra.plan.sections.authority import authority
from relinfra.plan.sets.dep_catalog.criteria import criteria_entries
from relinfra.plan.sets.dep_catalog.entry import DeploymentEntry, blocks, named_by
from relinfra.plan.sets.dep_catalog.environments import environment_entries, progression
from relinfra.plan.sets.dep_catalog.gates import gates
from relinfra.plan.sets.dep_catalog.index import catalogued_risks, contents, monitors, runbooks, suites
from relinfra.plan.sets.dep_catalog.rollbacks import rollback_entries
from relinfra.plan.sets.dep_catalog.steps import step_entries
from relinfra.plan.sets.dep_catalog.validations import validation_entries
from relinfra.plan.sets.document_set import DocumentSet, Edition
from relinfra.plan.stages import deployed

__all__ = ["DEP_CATALOG"]


def _documents(edition: Edition) -> tuple[Document, ...]:
    facts, ids = edition.facts, edition.ids
    environments, criteria, steps = environment_entries(facts), criteria_entries(facts), step_entries(facts)
    rollbacks, validations = rollback_entries(facts), validation_entries(facts)
    entries = (*environments, *criteria, *steps, *rollbacks, *validations)
    for entry in entries:
        ids.of("DEP", entry.key)
    named = named_by(entries, ids)
    sections = [
        _purpose(facts, edition.version),
        contents(facts, ids, named),
        _section("environments", environments, ids, Subheading((label("dep.progression.title"),)), progression(facts)),
        _section(
            "criteria",
            criteria,
            ids,
            Subheading((label("dep.category.title"),)),
            _categories(),
        ),
        _section("steps", steps, ids, *_before_steps(facts)),
        _section("rollbacks", rollbacks, ids),
        _section("validations", validations, ids),
        Section("dep.authority", None, tuple(authority(facts))),
        Section("dep.gates", None, (gates(facts, entries, ids),)),
        runbooks(facts, ids, named),
        monitors(facts, ids, named),
        suites(facts, ids, named),
        catalogued_risks(facts, ids),
        Section("dep.downstream", None, (_downstream(),)),
    ]
    sections.append(open_questions("dep.questions", None, sections))
    return (Document("dep-catalog", say("dep.title", project=facts.project.name), tuple(sections)),)


def _purpose(facts: Facts, version: str | None) -> Section:
    about = say("dep.release", version=version) if version else say("dep.unreleased")
    origin = say("dep.origin", name=facts.project.name, digest=facts.project.matrix_digest)
    return Section("dep.purpose", None, (Paragraph((about, label("dep.contract"))), Paragraph((origin,))))


def _before_steps(facts: Facts) -> tuple[Block, ...]:
    """Return what the steps change, where it is known, and the pattern of each."""
    return (*changed_here(facts, "dep.steps"), Subheading((label("dep.pattern.title"),)), _patterns(facts))


def _section(name: str, entries: tuple[DeploymentEntry, ...], ids: DocumentIds, *before: Block) -> Section:
    return Section(f"dep.{name}", None, (*before, *blocks(entries, ids)))


def _categories() -> Table:
    headings = tuple(label(f"dep.category.heading.{name}") for name in ("category", "examples", "priority"))
    rows = (
        Row(
            (
                ((label(f"dep.category.{name}"),),),
                ((label(f"dep.category.examples.{name}"),),),
                ((label(f"dep.category.priority.{'must' if must else 'should'}"),),),
            )
        )
        for name, must in CATEGORIES.items()
    )
    return Table(headings, tuple(rows))


def _patterns(facts: Facts) -> Table:
    """Return the pattern each service really follows, with what it costs to operate."""
    headings = tuple(label(f"dep.pattern.heading.{name}") for name in ("service", "pattern", "when", "complexity"))
    rows = []
    for stage in deployed(facts):
        for service in stage.services:
            when, complexity = _costs(service.rollout)
            cells = (
                (say("dep.pattern.service", service.id, name=service.name),),
                (say("dep.pattern.named", service.id, strategy=service.rollout.strategy),),
                (label(when),),
                (label(complexity),),
            )
            rows.append(Row(tuple((cell,) for cell in cells)))
    return Table(headings, tuple(rows))


def _costs(rollout: Rollout) -> tuple[str, str]:
    """Return the words for when a pattern is taken, and for what it costs to operate."""
    match rollout:
        case Rolling():
            return (
                f"dep.pattern.when.rolling{'_stopping' if rollout.may_stop_all else ''}",
                "dep.pattern.complexity.low",
            )
        case BlueGreen():
            return "dep.pattern.when.blue_green", "dep.pattern.complexity.medium"
        case Canary():
            return "dep.pattern.when.canary", "dep.pattern.complexity.high"
        case Linear():
            return "dep.pattern.when.linear", "dep.pattern.complexity.high"
        case CodeDeploy():
            return "dep.pattern.when.code_deploy", "dep.pattern.complexity.medium"
        case OtherRollout():
            return "none", "none"
        case _:
            assert_never(rollout)


def _downstream() -> Table:
    names = ("runbooks", "monitoring", "launch", "next")
    headings = tuple(label(f"dep.downstream.heading.{name}") for name in ("consumer", "uses"))
    rows = (Row((((label(f"dep.downstream.{name}"),),), ((label(f"dep.downstream.uses.{name}"),),))) for name in names)
    return Table(headings, tuple(rows))


DEP_CATALOG = DocumentSet("dep-catalog", 2, _documents)
"""Environments, criteria, steps, rollback triggers and validations as entries with stable ids."""
