"""Blocks that many documents are made of."""

from __future__ import annotations

from collections.abc import Iterable

from relinfra.plan.model import Block, Bullet, Bullets, Line, Subheading
from relinfra.plan.say import label

__all__ = ["points", "separated", "under"]


def points(lines: Iterable[Line]) -> Bullets:
    """Return lines as points; that there are none is a point too."""
    return Bullets(tuple(Bullet(line) for line in lines) or (Bullet((label("none"),)),))


def under(heading: str, lines: Iterable[Line]) -> tuple[Block, ...]:
    """Return lines as points under a heading of their own."""
    return (Subheading((label(heading),)), points(lines))


def separated(lines: Iterable[Line]) -> Line:
    """Return lines as one, each set apart from the next."""
    first, *further = [*lines] or [()]
    return (*first, *(said for line in further for said in (label("decision.further"), *line)))
