"""Shapes and the arrows between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Generic, TypeVar

__all__ = ["Arrow", "Flowchart", "Group", "Kind", "Shape"]

L = TypeVar("L")
T = TypeVar("T")


class Kind(StrEnum):
    """The kind of thing that a shape stands for."""

    PERSON = "person"
    LOAD_BALANCER = "load_balancer"
    TARGETS = "targets"
    SERVICE = "service"
    DATABASE = "database"
    BUCKET = "bucket"
    SECRET = "secret"  # noqa: S105 - the kind of a shape
    STEP = "step"
    GATE = "gate"
    BRANCH = "branch"


@dataclass(frozen=True)
class Shape(Generic[L]):
    """One thing; `name` tells it from every other of the flowchart. Labels stand below one another, the name first."""

    name: str
    kind: Kind
    labels: tuple[L, ...]

    def written(self, write: Callable[[L], T]) -> Shape[T]:
        """Return it with its labels as `write` says them."""
        return Shape(self.name, self.kind, tuple(map(write, self.labels)))


@dataclass(frozen=True)
class Group(Generic[L]):
    """Shapes that lie together, within a frame where they have a label in common."""

    label: L | None
    shapes: tuple[Shape[L], ...]

    def written(self, write: Callable[[L], T]) -> Group[T]:
        """Return it with its labels as `write` says them."""
        label = None if self.label is None else write(self.label)
        return Group(label, tuple(shape.written(write) for shape in self.shapes))


@dataclass(frozen=True)
class Arrow(Generic[L]):
    """A way from one shape to another, by their names; `dashed` where it is taken only when something went wrong."""

    start: str
    end: str
    label: L | None = None
    dashed: bool = False

    def written(self, write: Callable[[L], T]) -> Arrow[T]:
        """Return it with its label as `write` says it."""
        return Arrow(self.start, self.end, None if self.label is None else write(self.label), self.dashed)


@dataclass(frozen=True)
class Flowchart(Generic[L]):
    """Groups of shapes, from top to bottom. A shape that leads to another stands before it.

    Raises `ValueError` for a name that two shapes have, and for an arrow to or from a shape that is not there.
    """

    groups: tuple[Group[L], ...]
    arrows: tuple[Arrow[L], ...]

    def __post_init__(self) -> None:
        names = [shape.name for shape in self.shapes]
        if len(set(names)) < len(names):
            raise ValueError("two shapes have the same name")
        unknown = {end for arrow in self.arrows for end in (arrow.start, arrow.end)} - set(names)
        if unknown:
            raise ValueError(f"arrows lead to shapes that are not there: {sorted(unknown)}")

    @cached_property
    def shapes(self) -> tuple[Shape[L], ...]:
        """Every shape, from top to bottom."""
        return tuple(shape for group in self.groups for shape in group.shapes)

    @property
    def labels(self) -> Iterator[L]:
        """Everything that is written on it."""
        for group in self.groups:
            if group.label is not None:
                yield group.label
            for shape in group.shapes:
                yield from shape.labels
        yield from (arrow.label for arrow in self.arrows if arrow.label is not None)

    def written(self, write: Callable[[L], T]) -> Flowchart[T]:
        """Return it with its labels as `write` says them."""
        groups = tuple(group.written(write) for group in self.groups)
        return Flowchart(groups, tuple(arrow.written(write) for arrow in self.arrows))
