"""The plan as data. Renderers format it; nothing is decided after it is built."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import TypeAlias

from relinfra.evidence import Fact, Facts
from relinfra.plan.diagrams import Drawing
from relinfra.plan.statement import Given, Line, Statement
from relinfra.runbook.step import Procedure

__all__ = [
    "Block",
    "Bullet",
    "Bullets",
    "Check",
    "Checklist",
    "Diagram",
    "Document",
    "Excerpt",
    "Given",
    "Line",
    "Paragraph",
    "Plan",
    "Quote",
    "Row",
    "Section",
    "Statement",
    "Step",
    "Steps",
    "Subheading",
    "Table",
]


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
    """A heading under a section's own, which has level 2."""

    line: Line
    level: int = 3

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
class Check:
    """A point to tick off, with points under it; `done` is what the facts say of it today."""

    line: Line
    done: bool = False
    under: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Checklist:
    """Points to tick off."""

    checks: tuple[Check, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Everything they say."""
        return tuple(line for check in self.checks for line in (check.line, *check.under))


@dataclass(frozen=True)
class Quote:
    """A message to be sent as it stands, one paragraph a line."""

    paragraphs: tuple[Line, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Everything it says."""
        return self.paragraphs


@dataclass(frozen=True)
class Step:
    """A step: what to do, the command that does it, and what is seen then."""

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


@dataclass(frozen=True)
class Diagram:
    """A drawing, and what it shows in a sentence: whatever its proportions rest on is said there."""

    caption: Line
    drawing: Drawing[Line]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Everything it says."""
        return (self.caption, *self.drawing.labels)


Block: TypeAlias = Paragraph | Subheading | Bullets | Checklist | Steps | Table | Quote | Excerpt | Diagram


@dataclass(frozen=True)
class Section:
    """A section of a document; `number` is None for one that has none. Its title is `section.KEY` of a locale."""

    key: str
    number: int | None
    blocks: tuple[Block, ...]

    @property
    def statements(self) -> Iterator[Statement]:
        """Every statement, in reading order."""
        return (statement for block in self.blocks for line in block.lines for statement in line)


@dataclass(frozen=True)
class Document:
    """One file of a set: `name` is its path in the set's folder, without a suffix.

    A `sheet` is made to be carried in the hand: printed, everything but its questions and evidence stands on one page.
    A `procedure` that it describes is written as a program beside it.
    """

    name: str
    title: Statement
    sections: tuple[Section, ...]
    procedure: Procedure | None = None
    state: Statement | None = None
    """The words behind the title that say where the release is."""
    sheet: bool = False

    @property
    def heading(self) -> Line:
        """The title, and where the release is."""
        return (self.title, self.state) if self.state else (self.title,)

    @property
    def statements(self) -> Iterator[Statement]:
        """Every statement, in reading order, its title first."""
        return chain(self.heading, (statement for section in self.sections for statement in section.statements))

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """The facts it rests on, each once, in the order of their ids."""
        found = {fact.id: fact for statement in self.statements for fact in statement.facts}
        return tuple(found[id_] for id_ in sorted(found))


@dataclass(frozen=True)
class Plan:
    """The documents of one set, for the release `version` where it has a number.

    `records` are the files for programs that belong to the set: paths in its folder, and texts. `compared` is whether
    it was made by comparing with stacks synthesized before.
    """

    set: str
    version: str | None
    documents: tuple[Document, ...]
    records: Mapping[str, str] = field(default_factory=dict)
    compared: bool = False

    @property
    def statements(self) -> Iterator[Statement]:
        """Every statement, in reading order."""
        return (statement for document in self.documents for statement in document.statements)

    @cached_property
    def facts(self) -> Facts:
        """The facts that its documents rest on."""
        found = {fact.id: fact for document in self.documents for fact in document.facts}
        return Facts(found.values())
