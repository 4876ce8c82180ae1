"""The picture of a traffic shift: how the share of a new version rises."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

__all__ = ["Level", "Shift", "Stretch"]

L = TypeVar("L")
T = TypeVar("T")

_ALL = 100


@dataclass(frozen=True)
class Level:
    """From `at` on the new version has `percent` of the whole."""

    at: float
    percent: float


@dataclass(frozen=True)
class Stretch(Generic[L]):
    """A phase from one point of the axis to another, such as the time in which the old version is kept."""

    label: L
    start: float
    end: float


@dataclass(frozen=True)
class Shift(Generic[L]):
    """Levels in order along an axis that `across` names, such as minutes, while `up` names what is shared.

    Before the first level the new version has nothing. Raises `ValueError` where there is no level, the levels are in
    no order, or a share is none.
    """

    across: L
    up: L
    levels: tuple[Level, ...]
    stretches: tuple[Stretch[L], ...] = ()

    def __post_init__(self) -> None:
        if not self.levels or any(after.at < before.at for before, after in pairwise(self.levels)):
            raise ValueError("levels are in no order")
        if not all(0 <= level.percent <= _ALL for level in self.levels):
            raise ValueError("a share is none of a hundred")

    @property
    def end(self) -> float:
        """The end of the axis."""
        return max([self.levels[-1].at, *(stretch.end for stretch in self.stretches)])

    @property
    def labels(self) -> Iterator[L]:
        """Everything that is written on it."""
        yield self.across
        yield self.up
        yield from (stretch.label for stretch in self.stretches)

    def written(self, write: Callable[[L], T]) -> Shift[T]:
        """Return it with its labels as `write` says them."""
        across, up = write(self.across), write(self.up)
        stretches = tuple(Stretch(write(one.label), one.start, one.end) for one in self.stretches)
        return Shift(across, up, self.levels, stretches)
