"""An act of the day, and when it is its turn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from relinfra.evidence import Fact, Figure
from relinfra.plan.model import Line

__all__ = ["Act", "Phase", "Turn", "turns"]


@dataclass(frozen=True)
class Act:
    """One thing that is done on the day.

    Who does it, what with which commands, what is seen then, how long it may take, and what makes whoever does it stop.
    `lasts` are the minutes it takes at most, None for what takes none of the window; of an `endless` one nobody knows.
    """

    key: str
    owner: Line
    does: Line
    commands: tuple[Line, ...] = ()
    expected: Line = ()
    limit: Line = ()
    abort: tuple[Line, ...] = ()
    lasts: Fact[Figure] | None = None
    endless: bool = False


@dataclass(frozen=True)
class Phase:
    """Acts that begin together: `at` minutes from the start of the window, or when those before are over."""

    acts: tuple[Act, ...]
    at: float | None = None


@dataclass(frozen=True)
class Turn:
    """An act, and by when it begins: None where nobody knows how long what is before it takes.

    `rests` are the facts that this follows from.
    """

    act: Act
    at: float | None
    rests: tuple[Fact, ...] = ()


def turns(phases: Iterable[Phase]) -> Iterator[Turn]:
    """Yield every act with the latest moment at which it begins: each before it has taken what it may take at most."""
    at: float | None = 0
    rests: tuple[Fact, ...] = ()
    for phase in phases:
        if phase.at is not None:
            yield from (Turn(act, phase.at) for act in phase.acts)
            continue
        yield from (Turn(act, at, rests) for act in phase.acts)
        longest = max((act.lasts for act in phase.acts if act.lasts), key=lambda one: one.number or 0, default=None)
        if at is None or any(act.endless for act in phase.acts) or (longest and longest.number is None):
            at = None
        elif longest and longest.number:
            at, rests = at + longest.number, (*rests, longest)
