"""Reading a release file: every problem of it at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from pydantic import ValidationError

from relinfra.errors import ReleaseError
from relinfra.reading import compose, locate, plain, problem_of
from relinfra.reading.problems import Position, Problem, in_order
from relinfra.reading.translate import translate
from relinfra.release.models import Release
from relinfra.release.precedence import precedence
from relinfra.release.problems import findings

if TYPE_CHECKING:
    from relinfra.reading import Node

__all__ = ["FOLDER", "ReleaseFile", "newest_release", "parse_release", "read_release", "release_files"]

FOLDER = "releases"
"""The folder beside the matrix that holds a file for each release."""


@dataclass(frozen=True)
class ReleaseFile:
    """A release with the file it was read from: its path in the repository, and its tree of positions."""

    path: str
    release: Release
    tree: Node

    def line(self, *path: str) -> int:
        """Return the line of a value, or the nearest above it."""
        return self.position(*path).line

    def position(self, *path: str) -> Position:
        """Return where a value stands, or what is nearest above it."""
        return locate(self.tree, path).position

    def refused(self, *path: str, expected: str, found: str, hint: str = "") -> ReleaseError:
        """Return the error for a value that turns out to be wrong when what it names is looked at."""
        return ReleaseError([Problem(self.position(*path), path, expected, found, hint)])


def release_files(repository: FilePath) -> tuple[str, ...]:
    """Return the versions that have a release file, by name."""
    folder = repository / FOLDER
    return tuple(sorted(path.stem for path in folder.glob("*.yaml"))) if folder.is_dir() else ()


def newest_release(repository: FilePath) -> str | None:
    """Return the highest version that has a release file, None where there is none."""
    return max(release_files(repository), key=precedence, default=None)


def read_release(repository: FilePath, version: str) -> ReleaseFile | None:
    """Read `releases/VERSION.yaml`, or return None where there is none. Raises `ReleaseError`."""
    path = f"{FOLDER}/{version}.yaml"
    file = repository / path
    if not file.is_file():
        return None
    try:
        content = file.read_bytes()
    except OSError as error:
        problem = Problem(Position(path, 1, 1), (), "a file to read", f"none ({error.strerror})")
        raise ReleaseError([problem]) from error
    return parse_release(content, path, version)


def parse_release(content: bytes, path: str, version: str) -> ReleaseFile:
    """Read a release from the bytes of its file. Raises `ReleaseError` with every problem in it."""
    tree = compose(content, path, ReleaseError)
    try:
        release = Release.model_validate(plain(tree))
    except ValidationError as error:
        raise ReleaseError(in_order(translate(error, Release, tree))) from None
    problems = [problem_of(finding, tree) for finding in findings(release, version)]
    if problems:
        raise ReleaseError(in_order(problems))
    return ReleaseFile(path, release, tree)
