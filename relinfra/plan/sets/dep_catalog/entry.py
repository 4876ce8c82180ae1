"""One entry of the catalogue: `DEP-007`, of one of five types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from relinfra.plan.ids import Link
from relinfra.plan.model import Block, Bullet, Bullets, Line, Statement, Subheading
from relinfra.plan.numbers import Numbers
from relinfra.plan.say import label

__all__ = ["Entry", "Field", "Phase", "Type", "blocks", "field"]

Type: TypeAlias = Literal["environment", "criteria", "rollback", "validation", "step"]
Phase: TypeAlias = Literal["pre_deploy", "deploy", "post_deploy", "rollback"]


@dataclass(frozen=True)
class Field:
    """One named field of an entry; what needs several lines has them `under` it."""

    name: str
    line: Line
    under: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Entry:
    """What one DEP- entry says. `key` is what its number belongs to; `met` is the state of a criterion today."""

    key: str
    type: Type
    phase: Phase
    title: Statement
    description: Line
    fields: tuple[Field, ...]
    owner: Line
    links: tuple[Link, ...] = ()
    met: bool | None = None


def field(name: str, *line: Statement, under: tuple[Line, ...] = ()) -> Field:
    """Return a field of one line."""
    return Field(name, line, under)


def blocks(entries: tuple[Entry, ...], numbers: Numbers) -> Iterator[Block]:
    """Return the entries one under the other, each with its id."""
    for entry in entries:
        yield Subheading((label("dep.id", id=numbers.of("DEP", entry.key)), entry.title), level=3)
        yield Bullets(tuple(_bullets(entry, numbers)))


def _bullets(entry: Entry, numbers: Numbers) -> Iterator[Bullet]:
    yield Bullet((label("dep.field.type"), label(f"dep.type.{entry.type}")))
    yield Bullet((label("dep.field.stage"), label(f"dep.stage.{entry.phase}")))
    yield Bullet((label("dep.field.description"), *entry.description))
    for one in entry.fields:
        yield Bullet((label(f"dep.field.{one.name}"), *one.line), one.under)
    if entry.met is not None:
        yield Bullet((label("dep.field.state"), label(f"dep.state.{'met' if entry.met else 'open'}")))
    yield Bullet((label("dep.field.owner"), *entry.owner))
    if entry.links:
        ids = ", ".join(numbers.of(kind, key) for kind, key in entry.links)
        yield Bullet((label("dep.field.links"), label("dep.links", ids=ids)))
