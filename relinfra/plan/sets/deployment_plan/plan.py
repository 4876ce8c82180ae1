"""`deployment-plan`: the deployment of the first usable product, and its growth with the releases after it."""

from __future__ import annotations

from collections.abc import Callable

from relinfra.evidence import Facts
from relinfra.plan.missing import open_questions
from relinfra.plan.model import Document, Section
from relinfra.plan.say import label, say
from relinfra.plan.sets.deployment_plan.delivery import build, pipeline
from relinfra.plan.sets.deployment_plan.infrastructure import environments, infrastructure
from relinfra.plan.sets.deployment_plan.operation import procedures, rollback
from relinfra.plan.sets.deployment_plan.parts import database, interface, roles, security
from relinfra.plan.sets.deployment_plan.strategy import introduction, workflow
from relinfra.plan.sets.document_set import DocumentSet, Edition, numbered

__all__ = ["DEPLOYMENT_PLAN"]

_SECTIONS: tuple[Callable[[Facts], Section], ...] = (
    introduction,
    workflow,
    environments,
    build,
    pipeline,
    infrastructure,
    rollback,
    procedures,
    database,
    interface,
    security,
    roles,
)


def _documents(edition: Edition) -> tuple[Document, ...]:
    sections = numbered((section(edition.facts) for section in _SECTIONS), first=0)
    named = say("deploy.title", project=edition.facts.project.name, version=edition.version)
    title = named if edition.version else label("deploy.untitled")
    questions = open_questions("deploy.questions", None, sections)
    return (Document("deployment-plan", title, (*sections, questions)),)


DEPLOYMENT_PLAN = DocumentSet("deployment-plan", 5, _documents)
"""The first usable product and what comes after it, from goals to roles, in twelve sections."""
