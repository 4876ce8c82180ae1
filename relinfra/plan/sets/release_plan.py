"""`release-plan`: the Release & Deployment Plan in eleven sections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from relinfra.evidence import Facts
from relinfra.plan.model import Block, Document, Section
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
from relinfra.plan.standing_against import failing_tests, release_risks

__all__ = ["RELEASE_PLAN"]


def _before(section: Section, blocks: tuple[Block, ...]) -> Section:
    return replace(section, blocks=(*blocks, *section.blocks))


def _behind(section: Section, blocks: tuple[Block, ...]) -> Section:
    return replace(section, blocks=(*section.blocks, *blocks))


_NUMBERED: tuple[Callable[[Facts], Section], ...] = (
    environments,
    infrastructure,
    pipeline,
    deployment,
    rollback,
    observability,
    secrets,
    versioning,
    lambda facts: _before(verification(facts), failing_tests(facts)),
    compliance,
    lambda facts: _behind(questions(facts), release_risks(facts)),
)


def _documents(edition: Edition) -> tuple[Document, ...]:
    facts = edition.facts
    sections = (version(facts, edition.version), *numbered(section(facts) for section in _NUMBERED))
    return (Document("release-plan", label("title"), sections),)


RELEASE_PLAN = DocumentSet("release-plan", 1, _documents)
"""Environments, infrastructure, pipeline, strategy, way back, observability, secrets, evidence, open questions."""
