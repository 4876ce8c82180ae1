"""Values that `relinfra init` had to leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.reading.problems import Position, Problem, in_order
from relinfra.starter.answers import STAND_INS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix import Matrix
    from relinfra.reading.problems import Path

__all__ = ["stand_ins"]


def stand_ins(matrix: Matrix) -> tuple[Problem, ...]:
    """Return every value of `matrix` that is still a stand-in, one for each line that holds it."""
    content = matrix.model_dump(mode="json")
    return in_order(_problem(matrix, path, value) for path, value in _texts(content, ()) if _open(value))


def _open(value: str) -> bool:
    return any(mark in value for mark in STAND_INS)


def _texts(content: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(content, str):
        yield path, content
    elif isinstance(content, dict):
        for key, value in content.items():
            yield from _texts(value, (*path, key))
    elif isinstance(content, list):
        for index, value in enumerate(content):
            yield from _texts(value, (*path, index))


def _problem(matrix: Matrix, path: Path, value: str) -> Problem:
    position = matrix.position(*path) or Position(matrix.file, 1, 1)
    place = path[2:] if path[0] == "environments" else path
    return Problem(position, place, "your own value", f"the stand-in `{value}`", rule="stand-in")
