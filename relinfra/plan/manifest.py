"""A set of documents as JSON: every statement with the facts it rests on, every fact with its evidence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict

from relinfra.evidence import CommitEvidence, Evidence, Fact, FileEvidence, FormerEvidence, TerraformEvidence
from relinfra.plan.catalogue import Catalogue, load
from relinfra.plan.model import Document, Plan, Section, Statement
from relinfra.visible import visible_json

__all__ = ["SCHEMA_VERSION", "as_text", "manifest", "recorded_fact"]

SCHEMA_VERSION = 1

_KINDS = {
    TerraformEvidence: "terraform",
    FormerEvidence: "former",
    FileEvidence: "file",
    CommitEvidence: "commit",
}


def manifest(plan: Plan, language: str, formats: tuple[str, ...]) -> dict[str, object]:
    """Return what the manifest holds; its schema is `manifest.schema.json` of this package."""
    catalogue = load(language)
    return {
        "schema_version": SCHEMA_VERSION,
        "set": plan.set,
        "language": language,
        "version": plan.version,
        "formats": list(formats),
        "compared": plan.compared,
        "documents": [_document(document, catalogue) for document in plan.documents],
        "facts": [recorded_fact(fact) for fact in plan.facts.values()],
    }


def as_text(body: Mapping[str, object]) -> str:
    """Return a manifest as text. The same plan gives the same bytes."""
    return visible_json(json.dumps(body, indent=2, ensure_ascii=False)) + "\n"


def _document(document: Document, catalogue: Catalogue) -> dict[str, object]:
    return {
        "name": document.name,
        "title": _statement(document.title, catalogue),
        "sections": [_section(section, catalogue) for section in document.sections],
    }


def _section(section: Section, catalogue: Catalogue) -> dict[str, object]:
    statements = [_statement(one, catalogue) for one in section.statements if one.id]
    return {"number": section.number, "title": catalogue.words(f"section.{section.key}"), "statements": statements}


def _statement(one: Statement, catalogue: Catalogue) -> dict[str, object]:
    return {"id": one.id, "text": catalogue.text(one), "facts": sorted(fact.id for fact in one.facts)}


def recorded_fact(fact: Fact) -> dict[str, object]:
    """Return a fact as the manifest holds it."""
    return {
        "id": fact.id,
        "value": list(fact.value) if isinstance(fact.value, tuple) else fact.value,
        "unit": fact.unit or None,
        "how": fact.how or None,
        "evidence": [_evidence(evidence) for evidence in fact.evidence],
        "asked": _evidence(fact.source) if fact.source else None,
    }


def _evidence(evidence: Evidence) -> dict[str, object]:
    return {"kind": _KINDS[type(evidence)], **asdict(evidence)}
