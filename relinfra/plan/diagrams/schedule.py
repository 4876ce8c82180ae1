"""Days and stretches of days in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Generic, TypeVar

__all__ = ["Phase", "Schedule", "Span"]

L = TypeVar("L")
T = TypeVar("T")


@dataclass(frozen=True)
class Span(Generic[L]):
    """A span from a day to the end of another, or a single day where there is no other."""

    label: L
    start: date
    end: date | None = None

    @property
    def last(self) -> date:
        """The last day of it."""
        return self.end or self.start

    def written(self, write: Callable[[L], T]) -> Span[T]:
        """Return it with its label as `write` says it."""
        return Span(write(self.label), self.start, self.end)


@dataclass(frozen=True)
class Phase(Generic[L]):
    """Spans that belong together."""

    label: L
    spans: tuple[Span[L], ...]

    def written(self, write: Callable[[L], T]) -> Phase[T]:
        """Return it with its labels as `write` says them."""
        return Phase(write(self.label), tuple(span.written(write) for span in self.spans))


@dataclass(frozen=True)
class Schedule(Generic[L]):
    """Phases, each with its spans. Raises `ValueError` where there is no span at all, or one ends before it starts."""

    phases: tuple[Phase[L], ...]

    def __post_init__(self) -> None:
        if not self.spans:
            raise ValueError("a schedule without a day")
        if any(span.last < span.start for span in self.spans):
            raise ValueError("a span ends before it starts")

    @cached_property
    def spans(self) -> tuple[Span[L], ...]:
        """Every span, phase by phase."""
        return tuple(span for phase in self.phases for span in phase.spans)

    @property
    def labels(self) -> Iterator[L]:
        """Everything that is written on it."""
        for phase in self.phases:
            yield phase.label
            yield from (span.label for span in phase.spans)

    def written(self, write: Callable[[L], T]) -> Schedule[T]:
        """Return it with its labels as `write` says them."""
        return Schedule(tuple(phase.written(write) for phase in self.phases))
