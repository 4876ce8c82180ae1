"""The plan as data. Renderers format it; nothing is decided after it is built."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from relinfra.evidence import Fact, Facts

__all__ = [
    "Block",
    "Bullet",
    "Bullets",
    "Excerpt",
    "Given",
    "Line",
    "Paragraph",
    "Plan",
    "Row",
    "Section",
    "Statement",
    "Step",
    "Steps",
    "Subheading",
    "Table",
]

Given: TypeAlias = Fact | tuple[Fact, ...] | str | None
"""What fills a sentence: facts; a word that says which thing is meant; or None, which reads as not set."""


@dataclass(frozen=True)
class Statement:
    """One claim: the sentence `key` of a locale, filled with facts.

    `id` is stable and unique in the plan. A `command` is the shell command of that key instead of a sentence.
    """

    id: str
    key: str
    given: dict[str, Given] = field(default_factory=dict)
    command: bool = False

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts it rests on, each once."""
        found: dict[str, Fact] = {}
        for given in self.given.values():
            if given is not None and not isinstance(given, str):
                found |= {fact.id: fact for fact in (given if isinstance(given, tuple) else (given,))}
        return tuple(found.values())


Line: TypeAlias = tuple[Statement, ...]
"""Statements that stand one after another: a bullet, a cell, a paragraph."""


@dataclass(frozen=True)
class Paragraph:
    """Prose."""

    line: Line

    @property
    def lines(self) -> tuple[Line, ...]:
        """Everything it says."""
        return (self.line,)


@dataclass(frozen=True)
class Subheading:
    """A heading under a section's own."""

    line: Line

    @property
    def lines(self) -> tuple[Line, ...]:
        """Everything it says."""
        return (self.line,)


@dataclass(frozen=True)
class Bullet:
    """A point, with points under it."""

    line: Line
    under: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Bullets:
    """Points in no order that matters."""

    bullets: tuple[Bullet, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Everything they say."""
        return tuple(line for bullet in self.bullets for line in (bullet.line, *bullet.under))


@dataclass(frozen=True)
class Step:
    """What to do, the command that does it, and what is seen then."""

    line: Line
    command: Line = ()
    expected: Line = ()


@dataclass(frozen=True)
class Steps:
    """Steps in order."""

    steps: tuple[Step, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Everything they say."""
        return tuple(line for step in self.steps for line in (step.line, step.command, step.expected))


@dataclass(frozen=True)
class Row:
    """One line of a table; a cell is a group of lines."""

    cells: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True)
class Table:
    """A table with its headings."""

    headings: Line
    rows: tuple[Row, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Everything it says, headings excepted."""
        return tuple(line for row in self.rows for cell in row.cells for line in cell)


@dataclass(frozen=True)
class Excerpt:
    """Lines of a file, quoted verbatim."""

    language: str
    statement: Statement

    @property
    def lines(self) -> tuple[Line, ...]:
        """Everything it says."""
        return ((self.statement,),)


Block: TypeAlias = Paragraph | Subheading | Bullets | Steps | Table | Excerpt


@dataclass(frozen=True)
class Section:
    """A section of the scaffold; `number` is None for the one that has none."""

    key: str
    number: int | None
    blocks: tuple[Block, ...]

    @property
    def statements(self) -> Iterator[Statement]:
        """Every statement, in reading order."""
        return (statement for block in self.blocks for line in block.lines for statement in line)


@dataclass(frozen=True)
class Plan:
    """A Release & Deployment Plan: its sections, and all facts about the project."""

    version: str | None
    facts: Facts
    sections: tuple[Section, ...]

    @property
    def statements(self) -> Iterator[Statement]:
        """Every statement, in reading order."""
        return (statement for section in self.sections for statement in section.statements)
