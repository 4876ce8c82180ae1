"""An entry of the catalogue: `DEP-007`, of one of five types, with its details."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from relinfra.claims import Verdict
from relinfra.plan.document_ids import DocumentIds
from relinfra.plan.ids import Link
from relinfra.plan.model import Block, Bullet, Bullets, Line, Statement, Subheading
from relinfra.plan.say import label

__all__ = ["DeploymentEntry", "Detail", "Phase", "Type", "blocks", "detail", "named_by"]

Type: TypeAlias = Literal["environment", "criteria", "rollback", "validation", "step"]
Phase: TypeAlias = Literal["pre_deploy", "deploy", "post_deploy", "rollback"]


@dataclass(frozen=True)
class Detail:
    """A named detail of an entry, such as its threshold; what needs several lines has them `under` it."""

    name: str
    line: Line
    under: tuple[Line, ...] = ()


@dataclass(frozen=True)
class DeploymentEntry:
    """An entry of the catalogue; `key` is what its number belongs to.

    `verdict` is the state of a criterion, and `lacking` the reason where it is not met.
    """

    key: str
    type: Type
    phase: Phase
    title: Statement
    description: Line
    details: tuple[Detail, ...]
    owner: Line
    links: tuple[Link, ...] = ()
    verdict: Verdict | None = None
    lacking: Line = ()


def detail(name: str, *line: Statement, under: tuple[Line, ...] = ()) -> Detail:
    """Return a detail of one line."""
    return Detail(name, line, under)


def named_by(entries: tuple[DeploymentEntry, ...], ids: DocumentIds) -> Mapping[Link, str]:
    """Return for each thing that entries link to, such as a test, the ids of those entries."""
    found: dict[Link, list[str]] = {}
    for entry in entries:
        for link in entry.links:
            found.setdefault(link, []).append(ids.of("DEP", entry.key))
    return {link: ", ".join(named) for link, named in found.items()}


def blocks(entries: tuple[DeploymentEntry, ...], ids: DocumentIds) -> Iterator[Block]:
    """Return the entries one under the other, each with its id."""
    for entry in entries:
        yield Subheading((label("dep.id", id=ids.of("DEP", entry.key)), entry.title), level=3)
        yield Bullets(tuple(_bullets(entry, ids)))


def _bullets(entry: DeploymentEntry, ids: DocumentIds) -> Iterator[Bullet]:
    yield Bullet((label("dep.field.type"), label(f"dep.type.{entry.type}")))
    yield Bullet((label("dep.field.stage"), label(f"dep.stage.{entry.phase}")))
    yield Bullet((label("dep.field.description"), *entry.description))
    for one in entry.details:
        yield Bullet((label(f"dep.field.{one.name}"), *one.line), one.under)
    if entry.verdict:
        because = (label("milestone.colon"), *entry.lacking) if entry.lacking else ()
        yield Bullet((label("dep.field.state"), label(f"dep.state.{entry.verdict.value}"), *because))
    yield Bullet((label("dep.field.owner"), *entry.owner))
    if entry.links:
        links = ", ".join(ids.of(kind, key) for kind, key in entry.links)
        yield Bullet((label("dep.field.links"), label("dep.links", ids=links)))
