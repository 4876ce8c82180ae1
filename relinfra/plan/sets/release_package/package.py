"""`release-package`: everything about one release, in a folder of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from itertools import chain

from relinfra.evidence import Facts, value_of
from relinfra.plan.document_ids import DocumentIds
from relinfra.plan.missing import open_questions
from relinfra.plan.model import Document, Section
from relinfra.plan.release_state import state_of
from relinfra.plan.say import say
from relinfra.plan.sets.document_set import DocumentSet, Edition
from relinfra.plan.sets.release_package.communication import communication
from relinfra.plan.sets.release_package.front_sheet import front_sheet
from relinfra.plan.sets.release_package.planning_log import planning_log
from relinfra.plan.sets.release_package.risk import risk_assessment
from relinfra.plan.sets.release_package.rollback import rollback
from relinfra.plan.sets.release_package.run_sheet import run_sheet
from relinfra.plan.sets.release_package.scope import scope
from relinfra.plan.sets.release_package.strategy import strategy
from relinfra.plan.sets.release_package.summary import summary
from relinfra.plan.sets.release_package.team import team
from relinfra.plan.sets.release_package.timeline import timeline
from relinfra.visible import visible_json

__all__ = ["RELEASE_PACKAGE"]

Sections = tuple[Section, ...]

_DOCUMENTS: dict[str, Callable[[Facts, DocumentIds], Sections]] = {
    "front-sheet": lambda facts, _: front_sheet(facts),
    "run-sheet": lambda facts, _: run_sheet(facts),
    "scope": lambda facts, _: scope(facts),
    "risks/risk-assessment": risk_assessment,
    "planning/deployment-strategy": lambda facts, _: strategy(facts),
    "schedule/timeline": lambda facts, _: timeline(facts),
    "resources/team-allocation": lambda facts, _: team(facts),
    "rollback/rollback-plan": lambda facts, _: rollback(facts),
    "communications/communication-plan": lambda facts, _: communication(facts),
}

_LOG = "planning/planning.log"
_SHEETS = ("front-sheet", "run-sheet")


def _documents(edition: Edition) -> tuple[Document, ...]:
    facts = edition.facts
    written = {name: sections(facts, edition.ids) for name, sections in _DOCUMENTS.items()}
    closing = summary(facts, edition.ids, (*(f"{name}.md" for name in _DOCUMENTS), _LOG))
    everything = tuple(chain(*written.values(), closing))
    return (
        *(_document(edition, name, sections, asking=sections) for name, sections in written.items()),
        _document(edition, "summary", closing, asking=everything),
    )


def _document(edition: Edition, name: str, sections: Sections, *, asking: Sections) -> Document:
    """Return a document that ends with the questions which the sections `asking` leave open."""
    key = name.rpartition("/")[2].replace("-", "_")
    title = say(f"package.title.{key}", version=edition.version)
    written = (*sections, open_questions("package.questions", None, asking))
    return Document(name, title, written, sheet=name in _SHEETS)


def _records(edition: Edition) -> Mapping[str, str]:
    """Return the metadata of the release for programs, where what is not known is null, and the log of its planning."""
    release, state = edition.facts.release, state_of(edition.facts)
    metadata = {
        "version": edition.version,
        "release_date": value_of(release.date),
        "planning_started": value_of(release.planning_started),
        "release_manager": value_of(release.person("release_manager").name),
        "status": state.value if state else "planning",
        "documents": [f"{name}.md" for name in (*_DOCUMENTS, "summary")],
    }
    text = visible_json(json.dumps(metadata, indent=2, ensure_ascii=False)) + "\n"
    return {"metadata.json": text, _LOG: planning_log(edition.facts, edition.version)}


RELEASE_PACKAGE = DocumentSet("release-package", 3, _documents, folder="releases/v{version}", records=_records)
"""Scope, risks, strategy, schedule, team, rollback and communication of one release, and their summary."""
