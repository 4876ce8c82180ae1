"""Problems that follow from another one, which is told itself: a key that is missing because it is misspelt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.reading.translate import MISSING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from relinfra.reading.problems import Path, Problem

    Layer = tuple[Path, Path]

__all__ = ["without_following"]


def _whole(path: Path) -> Layer:
    return (), path


def without_following(problems: Iterable[Problem], layer: Callable[[Path], Layer] = _whole) -> list[Problem]:
    """Return the problems but those of keys that are missing where a misspelt one stands, or in a layer below it.

    `layer` tells where a path of the document holds, a part of which is a layer below, and the path there.
    """
    every = [(problem, *layer(problem.path)) for problem in problems]
    misspelt = [(scope, (*path[:-1], problem.meant)) for problem, scope, path in every if problem.meant]
    return [one for one, scope, path in every if not any(_follows(one, scope, path, *above) for above in misspelt)]


def _follows(problem: Problem, scope: Path, path: Path, above: Path, key: Path) -> bool:
    """Whether a problem is that of a key, or of one below it that is missing, which a misspelt one would have been."""
    there = path[: len(key)] if problem.rule == MISSING else path
    return scope[: len(above)] == above and there == key
