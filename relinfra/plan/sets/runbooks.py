"""`runbooks`: every procedure for the night as a document, with the program that carries it out beside it."""

from __future__ import annotations

from relinfra.plan.model import Document, Paragraph, Section, Steps
from relinfra.plan.say import label
from relinfra.plan.sections.procedures import steps_of, title_of
from relinfra.plan.sets.document_set import DocumentSet, Edition
from relinfra.runbook import Procedure, procedures

__all__ = ["RUNBOOKS"]


def _documents(edition: Edition) -> tuple[Document, ...]:
    return tuple(_document(one) for one in procedures(edition.facts))


def _document(procedure: Procedure) -> Document:
    given = [Paragraph((label("runbook.inputs", names=procedure.inputs_named),))] if procedure.inputs else []
    if procedure.options:
        given.append(Paragraph((label("runbook.options", names=procedure.options_named),)))
    blocks = (Paragraph((label("runbook.program", file=f"{procedure.name}.sh"),)), *given)
    steps = Section("runbook.steps", None, (Steps(steps_of(procedure)),))
    before = Section("runbook.before", None, blocks)
    return Document(procedure.name, title_of(procedure), (before, steps), procedure)


RUNBOOKS = DocumentSet("runbooks", 6, _documents, folder="runbooks")
"""Procedures as documents and as programs."""
