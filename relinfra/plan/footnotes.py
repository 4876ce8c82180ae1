"""Reference marks, and what they resolve to at the end of the document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from relinfra.evidence import Fact
from relinfra.plan.catalogue import Catalogue
from relinfra.plan.markup import code
from relinfra.plan.model import Block, Document, Line, Subheading
from relinfra.plan.proofs import Proof, proofs, usual_stack

__all__ = ["Footnote", "Footnotes"]

_NAME = "stage"


@dataclass(frozen=True)
class Footnote:
    """One footnote: its mark, what its facts are about, and what proves them."""

    mark: str
    about: str
    proofs: tuple[Proof, ...]


class Footnotes:
    """The footnotes of one document, one for all facts about a thing, numbered as they are first referred to.

    The facts about a thing share an id up to its last word, so every fact is proven once in a document.
    """

    def __init__(self, catalogue: Catalogue, document: Document) -> None:
        self._catalogue = catalogue
        self._marks: dict[str, str] = {}
        self._facts: dict[str, list[Fact]] = {}
        for fact in document.facts:
            self._facts.setdefault(_about(fact), []).append(fact)
        lines = (line for section in document.sections for block in section.blocks for line in _text(block))
        self._told = {_about(fact) for line in lines for fact in _rests((line,)) if not _names(fact)}

    def mark(self, lines: tuple[Line, ...]) -> str:
        """Return the marks of everything `lines` rest on, empty where they rest on nothing."""
        facts = _rests(lines)
        # What a stage is called stands in most lines; it is marked where nothing else is said of it.
        telling = [fact for fact in facts if not (_names(fact) and _about(fact) in self._told)]
        return self._marked(map(_about, telling or facts))

    def heading(self, line: Line) -> str:
        """Return the marks of what only headings rest on."""
        return self._marked(about for fact in _rests((line,)) if (about := _about(fact)) not in self._told)

    def resolved(self) -> tuple[Footnote, ...]:
        """Return every footnote referred to so far."""
        return tuple(self._footnote(mark, about) for about, mark in self._marks.items())

    def _marked(self, things: Iterable[str]) -> str:
        # GitHub shows marks as bare numbers, so a space has to keep them apart.
        return " ".join(map(self._mark, dict.fromkeys(things)))

    def _mark(self, about: str) -> str:
        return f"[^{self._marks.setdefault(about, f'p{len(self._marks) + 1}')}]"

    def _footnote(self, mark: str, about: str) -> Footnote:
        facts = self._facts[about]
        stack = usual_stack(facts)
        origin = f" · {code(stack)}" if stack else ""
        return Footnote(mark, f"{code(about)}{origin}", proofs(facts, stack, self._catalogue))


def _text(block: Block) -> tuple[Line, ...]:
    return () if isinstance(block, Subheading) else block.lines


def _rests(lines: tuple[Line, ...]) -> tuple[Fact, ...]:
    return tuple({fact.id: fact for line in lines for statement in line for fact in statement.facts}.values())


def _names(fact: Fact) -> bool:
    """Whether a fact is what a stage is called."""
    return fact.id.endswith(f".{_NAME}")


def _about(fact: Fact) -> str:
    return fact.id.rpartition(".")[0]
