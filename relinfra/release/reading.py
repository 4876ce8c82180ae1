"""Reading a release file: every problem of it at once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from pydantic import ValidationError

from relinfra.errors import ReleaseError, UsageError
from relinfra.reading import compose, locate, plain, problem_of
from relinfra.reading.excerpt import named
from relinfra.reading.file import read_inside
from relinfra.reading.following import without_following
from relinfra.reading.nodes import ListNode, MappingNode, ScalarNode
from relinfra.reading.nulls import idle_nulls, unknown_nulls
from relinfra.reading.problems import Position, Problem, in_order
from relinfra.reading.secrets import assigned_secrets, known_secrets
from relinfra.reading.translate import translate
from relinfra.release.models import Release
from relinfra.release.problems import findings
from relinfra.release.version import Version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.reading import Node

__all__ = [
    "CLOSED",
    "FOLDER",
    "FROZEN_FACTS",
    "NEWEST",
    "ReleaseFile",
    "chosen_release",
    "closed_folder",
    "closed_releases",
    "known_release",
    "load_release",
    "newest_release",
    "open_release",
    "parse_release",
    "read_release",
    "read_releases",
    "release_files",
]

FOLDER = "releases"
"""The folder beside the matrix that holds a file for each release."""

NEWEST = "newest"
"""What stands for the highest version that has a file and is not closed."""

CLOSED = "closed.json"
"""The file in `releases/VERSION/` that lists what was frozen when the release was closed."""
FROZEN_FACTS = "facts.json"
"""The file beside it with every fact that was known of the release then."""

_MOST_NAMED = 10


@dataclass(frozen=True)
class ReleaseFile:
    """A release with the file it was read from: its path in the repository, its tree of positions, and its text."""

    path: str
    release: Release
    tree: Node
    text: str

    def line(self, *path: str) -> int:
        """Return the line of a value, or the nearest above it."""
        return self.position(*path).line

    def position(self, *path: str) -> Position:
        """Return where a value stands, or what is nearest above it."""
        return locate(self.tree, path).position

    def refused(self, *path: str, expected: str, found: str, hint: str = "") -> ReleaseError:
        """Return the error for a value that turns out to be wrong when what it names is looked at."""
        return ReleaseError([Problem(self.position(*path), path, expected, found, hint)], {self.path: self.text})


def release_files(repository: FilePath) -> tuple[Version, ...]:
    """Return the versions that have a release file, the lowest first."""
    found = (version for path in _files(repository) if (version := Version.read(path.stem)))
    return tuple(sorted(found, key=lambda version: (version.precedence, version)))


def newest_release(repository: FilePath) -> Version | None:
    """Return the highest version that has a release file, None where there is none."""
    return next(reversed(release_files(repository)), None)


def closed_folder(repository: FilePath, version: Version) -> FilePath:
    """Return where the documents of a closed release lie."""
    return repository / FOLDER / version


def closed_releases(repository: FilePath) -> tuple[Version, ...]:
    """Return the versions that are closed, the lowest first: also those whose list of files alone is gone."""
    marks = (path for name in (CLOSED, FROZEN_FACTS) for path in (repository / FOLDER).glob(f"*/{name}"))
    found = {version for path in marks if (version := Version.read(path.parent.name))}
    return tuple(sorted(found, key=lambda version: (version.precedence, version)))


def open_release(repository: FilePath) -> Version | None:
    """Return the highest version that has a release file and is not closed, None where there is none."""
    closed = closed_releases(repository)
    return next((version for version in reversed(release_files(repository)) if version not in closed), None)


def chosen_release(repository: FilePath, release: str | None) -> Version | None:
    """Return the version that somebody asks for, which has a file and is not closed; `newest` is the highest of them.

    None where nobody asks for one, or there is no file at all and the newest is asked for. Raises `UsageError`, and
    `ReleaseError` where the newest is asked for and a file is named after no version: it may be meant for that.
    """
    if release == NEWEST:
        if strangers := list(_strangers(repository)):
            raise ReleaseError(strangers)
        return open_release(repository)
    if release is None:
        return None
    version = known_release(repository, release)
    if version in closed_releases(repository):
        where = closed_folder(repository, version)
        raise UsageError(f"release {version}: is closed, and its documents in {where} are final; name another")
    return version


def known_release(repository: FilePath, release: str) -> Version:
    """Return the version of a release that has a file, closed or not.

    Raises `UsageError`, which names those there are.
    """
    version = Version(release)
    if not _exists(repository / _path(version)):
        raise _missing(repository, version)
    return version


def read_release(repository: FilePath, version: str) -> ReleaseFile | None:
    """Read `releases/VERSION.yaml`, or return None where there is none.

    Raises `UsageError` where that is no version, `ReleaseError` where the file cannot be read or is wrong.
    """
    checked = Version(version)
    path = _path(checked)
    if not _exists(repository / path):
        return None
    content = read_inside(repository, path)
    if content is None:
        problem = Problem(Position(path, 1, 1), (), "a file in the repository", f"no readable {named(path)}")
        raise ReleaseError([problem])
    return parse_release(content, path, checked)


def load_release(repository: FilePath, version: str) -> ReleaseFile:
    """Read `releases/VERSION.yaml`. Raises `UsageError` where there is none, `ReleaseError` where it is wrong."""
    found = read_release(repository, version)
    if found is None:
        raise _missing(repository, Version(version))
    return found


def read_releases(repository: FilePath) -> tuple[ReleaseFile, ...]:
    """Read every file in `releases/`. Raises `ReleaseError` with every problem of all of them."""
    files, problems, sources = [], list(_strangers(repository)), dict[str, str]()
    for version in release_files(repository):
        try:
            files.append(load_release(repository, version))
        except ReleaseError as error:
            problems += error.problems
            sources.update(error.sources)
    if problems:
        raise ReleaseError(problems, sources)
    return tuple(files)


def parse_release(content: bytes, path: str, version: str) -> ReleaseFile:
    """Read a release from the bytes of its file. Raises `ReleaseError` with every problem in it."""
    text = content.decode("utf-8-sig", "replace")
    try:
        return _checked(compose(content, path, ReleaseError), path, version, text)
    except ReleaseError as error:
        raise ReleaseError(error.problems, {path: text}) from None


def _checked(tree: Node, path: str, version: str, text: str) -> ReleaseFile:
    misspelt = list(unknown_nulls([node.path for node in idle_nulls(None, tree)], Release, tree))
    try:
        release = Release.model_validate(plain(tree))
    except ValidationError as error:
        raise ReleaseError(in_order(without_following([*misspelt, *translate(error, Release, tree)]))) from None
    problems = [*misspelt, *_secrets(tree), *(problem_of(finding, tree) for finding in findings(release, version))]
    if problems:
        raise ReleaseError(in_order(problems))
    return ReleaseFile(path, release, tree, text)


def _secrets(node: Node) -> Iterator[Problem]:
    """Yield a problem for each text that holds a secret: documents repeat it to everybody who reads them."""
    match node:
        case ScalarNode(value=str()) if known_secrets(node.text) or assigned_secrets(node.text):
            hint = "take it out, and withdraw it where it was issued; name what keeps it"
            yield Problem(node.position, node.path, "text without a secret", "what looks like a secret", hint)
        case ListNode():
            yield from chain.from_iterable(map(_secrets, node.items))
        case MappingNode():
            yield from chain.from_iterable(_secrets(entry.node) for entry in node.entries.values())


def _files(repository: FilePath) -> list[FilePath]:
    folder = repository / FOLDER
    return sorted(folder.glob("*.yaml")) if folder.is_dir() else []


def _strangers(repository: FilePath) -> Iterator[Problem]:
    """Yield a problem for each file among the release files that is named after no version."""
    expected, hint = "a file named after a version, such as 2.5.0.yaml", "rename it, or keep it elsewhere"
    for path in _files(repository):
        if not Version.read(path.stem):
            yield Problem(Position(f"{FOLDER}/{path.name}", 1, 1), (), expected, named(path.name), hint)


def _path(version: Version) -> str:
    return f"{FOLDER}/{version}.yaml"


def _exists(file: FilePath) -> bool:
    """Say whether there is something of that name, be it a link that leads nowhere."""
    return file.exists() or file.is_symlink()


def _missing(repository: FilePath, version: Version) -> UsageError:
    file = repository / _path(version)
    known = release_files(repository)[: -_MOST_NAMED - 1 : -1]
    there = f"there are {', '.join(known)}" if known else "there is none yet"
    begin = f"a line `version: {version}` begins one"
    return UsageError(f"{file}: expected the file of release {version}, found none; {there}; {begin}")
