"""`release-master`: the documents a release manager hands round, from the plan to the branching model."""

from __future__ import annotations

from collections.abc import Callable

from relinfra.evidence import Facts
from relinfra.plan.missing import open_questions
from relinfra.plan.model import Document, Section, Statement
from relinfra.plan.say import label, say
from relinfra.plan.sets.document_set import DocumentSet, Edition
from relinfra.plan.sets.release_master.branching import branching
from relinfra.plan.sets.release_master.checklist import checklist
from relinfra.plan.sets.release_master.monitoring import monitoring_plan
from relinfra.plan.sets.release_master.notes import internal_notes, user_notes
from relinfra.plan.sets.release_master.plan import release_plan
from relinfra.plan.sets.release_master.rollback import rollback_plan

__all__ = ["RELEASE_MASTER"]

_DOCUMENTS: dict[str, Callable[[Facts], tuple[Section, ...]]] = {
    "release-plan": release_plan,
    "checklist": checklist,
    "release-notes": user_notes,
    "internal-release-notes": internal_notes,
    "rollback-plan": rollback_plan,
    "monitoring-plan": monitoring_plan,
    "branching-model": branching,
}


def _documents(edition: Edition) -> tuple[Document, ...]:
    return tuple(_document(edition, name, sections(edition.facts)) for name, sections in _DOCUMENTS.items())


def _document(edition: Edition, name: str, sections: tuple[Section, ...]) -> Document:
    key = name.replace("-", "_")
    open_ones = () if key == "release_notes" else (open_questions("master.questions", None, sections),)
    return Document(name, _title(edition, key), (*sections, *open_ones))


def _title(edition: Edition, key: str) -> Statement:
    if not edition.version:
        return label(f"master.title.{key}.unnumbered")
    name, day = edition.facts.release.name, edition.facts.release.date
    return say(f"master.title.{key}.numbered", version=edition.version, name=name, day=day)


RELEASE_MASTER = DocumentSet("release-master", 4, _documents, folder="release-master")
"""Release plan, checklist, notes for users and for the team, rollback plan, monitoring plan, branching model."""
