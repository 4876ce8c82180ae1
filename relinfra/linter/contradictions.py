"""Contradictions of a release file, in itself and with the matrix: `validate` and `lint` tell them alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from relinfra.reading.finding import problem_of
from relinfra.release.arithmetic import contradictions

if TYPE_CHECKING:
    from relinfra.matrix import Matrix
    from relinfra.reading.finding import Finding
    from relinfra.reading.problems import Problem
    from relinfra.release import ReleaseFile

__all__ = ["found_contradictions", "positioned"]

_OVER = ("released", "rolled_back")


def found_contradictions(matrix: Matrix, file: ReleaseFile) -> Iterator[Finding]:
    """Yield what does not go together in a release that is still to come."""
    if file.release.status not in _OVER:
        yield from contradictions(file.release, _timeouts(matrix))


def positioned(matrix: Matrix, file: ReleaseFile) -> tuple[Problem, ...]:
    """Return the same with file, line and column."""
    return tuple(problem_of(finding, file.tree) for finding in found_contradictions(matrix, file))


def _timeouts(matrix: Matrix) -> dict[str, int]:
    """Return the fewest minutes in which each service's migration has to end, in whatever environment."""
    found: dict[str, int] = {}
    for environment in matrix.environments.values():
        for name, service in environment.services.items() if environment.target == "aws" else ():
            if service.migration:
                minutes = service.migration.timeout_minutes
                found[name] = min(minutes, found.get(name, minutes))
    return found
