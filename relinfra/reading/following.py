"""Problems that follow from another one, which is told itself: a key that is missing because it is misspelt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.reading.translate import MISSING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from relinfra.reading.problems import Path, Problem

__all__ = ["without_following"]

_Layer = tuple[tuple[str | int, ...], "Path"]


def without_following(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems but those of keys that are missing where a misspelt one stands, or in a layer below it."""
    every = list(problems)
    misspelt = [
        (scope, (*path[:-1], problem.meant))
        for problem in every
        if problem.meant
        for scope, path in (_layer(problem.path),)
    ]
    return [problem for problem in every if not any(_follows(problem, *one) for one in misspelt)]


def _follows(problem: Problem, above: Path, key: Path) -> bool:
    """Whether a problem is that of a key, or of one below it that is missing, which a misspelt one would have been."""
    scope, path = _layer(problem.path)
    there = path[: len(key)] if problem.rule == MISSING else path
    return scope[: len(above)] == above and there == key


def _layer(path: Path) -> _Layer:
    """Return where a path of a matrix holds, everywhere, in an environment or in a region of it, and the path there."""
    scope: tuple[str | int, ...] = ()
    if path[:1] == ("defaults",):
        path = path[1:]
    elif path[:1] == ("environments",):
        scope, path = path[1:2], path[2:]
    if path[:1] == ("regions",):
        scope, path = (*scope, *path[1:2]), path[2:]
    return scope, path
