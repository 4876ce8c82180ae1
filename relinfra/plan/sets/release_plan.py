"""`release-plan`: the Release & Deployment Plan in eleven sections."""

from __future__ import annotations

from relinfra.plan.model import Document
from relinfra.plan.say import label
from relinfra.plan.sections.compliance import compliance
from relinfra.plan.sections.deployment import deployment
from relinfra.plan.sections.environments import environments
from relinfra.plan.sections.infrastructure import infrastructure
from relinfra.plan.sections.observability import observability
from relinfra.plan.sections.pipeline import pipeline
from relinfra.plan.sections.questions import questions
from relinfra.plan.sections.rollback import rollback
from relinfra.plan.sections.secrets import secrets
from relinfra.plan.sections.verification import verification
from relinfra.plan.sections.version import version
from relinfra.plan.sections.versioning import versioning
from relinfra.plan.sets.document_set import DocumentSet, Edition, numbered

__all__ = ["RELEASE_PLAN"]

_NUMBERED = (
    environments,
    infrastructure,
    pipeline,
    deployment,
    rollback,
    observability,
    secrets,
    versioning,
    verification,
    compliance,
    questions,
)


def _documents(edition: Edition) -> tuple[Document, ...]:
    facts = edition.facts
    sections = (version(facts, edition.version), *numbered(section(facts) for section in _NUMBERED))
    return (Document("release-plan", label("title"), sections),)


RELEASE_PLAN = DocumentSet("release-plan", 1, _documents)
"""Environments, infrastructure, pipeline, strategy, way back, observability, secrets, evidence, open questions."""
