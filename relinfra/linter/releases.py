"""Release files beside a matrix: each held against it, so that they name what it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.errors import ReleaseError
from relinfra.reading.finding import problem_of
from relinfra.release import closed_releases, load_release, read_releases
from relinfra.release.references import KnownNames, unknown_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from relinfra.matrix import Matrix
    from relinfra.release import ReleaseFile

__all__ = ["checked_release", "checked_releases"]

_OVER = ("released", "rolled_back")


def checked_release(matrix: Matrix, repository: Path, version: str) -> ReleaseFile:
    """Read the file of a release. Raises `UsageError` where there is none, `ReleaseError` with all that is wrong."""
    file = load_release(repository, version)
    _refuse_unknown_names(matrix, repository, [file])
    return file


def checked_releases(matrix: Matrix, repository: Path) -> tuple[ReleaseFile, ...]:
    """Read every file in `releases/`. Raises `ReleaseError` with every problem of all of them."""
    files = read_releases(repository)
    _refuse_unknown_names(matrix, repository, files)
    return files


def _refuse_unknown_names(matrix: Matrix, repository: Path, files: Iterable[ReleaseFile]) -> None:
    """Refuse names that the matrix does not have; a release that is over may name what has left it since."""
    known, closed = _known(matrix), closed_releases(repository)
    to_come = [one for one in files if one.release.status not in _OVER and one.release.version not in closed]
    problems = [problem_of(finding, one.tree) for one in to_come for finding in unknown_names(one.release, known)]
    if problems:
        raise ReleaseError(problems, {one.path: one.text for one in to_come})


def _known(matrix: Matrix) -> KnownNames:
    every = matrix.environments.values()
    return KnownNames(
        services={name for one in every for name in one.services},
        databases={name for one in every for name in one.databases},
        environments=frozenset(_environments(matrix)),
    )


def _environments(matrix: Matrix) -> Iterator[str]:
    """Yield each environment by its name, and by its name and region where it has further ones."""
    for name, one in matrix.environments.items():
        yield name
        yield from (f"{name}@{region}" for region in (one.regions if one.target == "aws" else ()))
