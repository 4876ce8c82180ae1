"""Runbooks as programs, in the words of a language."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from relinfra.evidence import Facts
from relinfra.plan.build import plan_of
from relinfra.plan.catalogue import load
from relinfra.plan.markdown import render
from relinfra.plan.markup import plain
from relinfra.plan.model import Document, Line, Step, Steps
from relinfra.runbook import script_of

__all__ = ["Runbook", "program_of", "runbooks"]


@dataclass(frozen=True)
class Runbook:
    """A procedure for the night: its name, its title, its page as Markdown, and the program that carries it out."""

    name: str
    title: str
    page: str
    script: str


def runbooks(facts: Facts, language: str) -> tuple[Runbook, ...]:
    """Return every runbook that the facts allow, in the words of a language."""
    catalogue = load(language)
    return tuple(
        Runbook(one.name, plain(catalogue.text(one.title)), render(one, language).text, program_of(one, language))
        for one in plan_of("runbooks", facts).documents
    )


def program_of(document: Document, language: str) -> str:
    """Return the program of the procedure that a document describes; a document of none is a mistake of ours."""
    if document.procedure is None:
        raise ValueError(f"{document.name} describes no procedure")
    catalogue = load(language)

    def text(line: Line) -> str:
        return plain(" ".join(map(catalogue.text, line)))

    steps = [step for section in document.sections for block in section.blocks for step in _steps(block)]
    # What no emulator has run is for who reads the page, and no part of what a program expects.
    sentences = [(text(step.line), text(step.expected[:1])) for step in steps]
    return script_of(document.procedure, text((document.title,)), sentences, _proof(document))


def _steps(block: object) -> tuple[Step, ...]:
    return block.steps if isinstance(block, Steps) else ()


def _proof(document: Document) -> str:
    """Return what the names are proven by: the digest of the facts with their values."""
    facts = "\n".join(f"{fact.id}={fact.value}" for fact in document.facts)
    return f"sha256:{hashlib.sha256(facts.encode()).hexdigest()}"
