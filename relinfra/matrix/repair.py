"""Leaving out what is wrong, so that one mistake does not hide the others.

Types are checked before meaning: a service with a misspelt port could not be asked whether its buckets exist.
So invalid values are taken out until the rest is a matrix, and findings that rest on them are not reported. What a
strategy or an engine lacks is stood in for by the field's example, or a mapping would go with all that is right in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import ValidationError

from relinfra.matrix.content import MatrixContent
from relinfra.reading.translate import path_of
from relinfra.reading.variant import ABSENT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from relinfra.reading import Finding
    from relinfra.reading.problems import Path

__all__ = ["Repaired", "repair"]

_ROUNDS = 12

Checked = TypeVar("Checked", bound=MatrixContent)


class Repaired(Generic[Checked]):
    """A matrix without its invalid values, and where `holes` were left."""

    def __init__(self, matrix: Checked, holes: frozenset[Path]) -> None:
        self.matrix = matrix
        self.holes = holes

    def supports(self, finding: Finding) -> bool:
        """Say whether a finding rests on nothing that was taken out."""
        return not any(
            path[: len(hole)] == hole or hole[: len(path)] == path
            for path in (finding.path, *finding.related)
            for hole in self.holes
        ) and not any(hole[:-1] == finding.sought_in for hole in self.holes)


def repair(model: type[Checked], content: dict[str, Any]) -> Repaired[Checked] | None:
    """Return what is left of `content` without its invalid values; None if that is no matrix at all."""
    holes: set[Path] = set()
    for _ in range(_ROUNDS):
        try:
            return Repaired(model.model_validate(content), frozenset(holes))
        except ValidationError as error:
            faults = error.errors(include_url=False)
        lacking = {path_of(fault): fault["ctx"]["example"] for fault in faults if fault["type"] == ABSENT}
        wrong = {_culprit(fault) for fault in faults if fault["type"] != ABSENT}
        if () in wrong:
            return None
        holes |= wrong | lacking.keys()
        content = _without(content, _outermost(wrong), ())
        for path, example in lacking.items():
            content = _with(content, path, example)
    return None


def _culprit(fault: Any) -> Path:
    """Return what to take out: the value, or the mapping that lacks one; of a list the whole."""
    path = path_of(fault)
    if fault["type"] == "missing":
        path = path[:-1]
    index = next((number for number, step in enumerate(path) if isinstance(step, int)), len(path))
    return path[:index]


def _outermost(paths: Iterable[Path]) -> frozenset[Path]:
    every = set(paths)
    return frozenset(path for path in every if not any(path[:depth] in every for depth in range(len(path))))


def _with(content: Any, path: Path, value: Any) -> Any:
    """Return `content` with a value where it was lacking; as it is where what lacked it was taken out as well."""
    if not path:
        return value
    if not isinstance(content, dict) or (len(path) > 1 and path[0] not in content):
        return content
    return {**content, path[0]: _with(content.get(path[0]), path[1:], value)}


def _without(content: Any, wrong: frozenset[Path], path: Path) -> Any:
    if not isinstance(content, dict):
        return content
    return {key: _without(value, wrong, (*path, key)) for key, value in content.items() if (*path, key) not in wrong}
