"""The lock file beside a matrix: `relinfra.lock.json` beside `relinfra.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from pydantic import ValidationError

from relinfra.errors import LockError, OutputError
from relinfra.lockfile.lock import Lock
from relinfra.reading import compose, locate, plain
from relinfra.reading.file import read_document
from relinfra.reading.problems import in_order
from relinfra.reading.translate import translate

if TYPE_CHECKING:
    from relinfra.reading import Node
    from relinfra.reading.problems import Position

__all__ = ["LockFile", "lock_path", "read_lock"]

_SUFFIX = ".lock.json"


@dataclass(frozen=True)
class LockFile:
    """A lock as it was read: its path, its text, and its tree of positions."""

    path: FilePath
    text: str
    lock: Lock
    tree: Node

    def position(self, *path: str | int) -> Position:
        """Return where something stands in the file, or what is nearest above it."""
        return locate(self.tree, path).position


def lock_path(matrix: FilePath) -> FilePath:
    """Return where the lock of a matrix lies."""
    return matrix.with_suffix(_SUFFIX)


def read_lock(matrix: FilePath) -> LockFile | None:
    """Read the lock of a matrix, None where there is none yet.

    Raises `LockError` with every problem in it, and `OutputError` where it cannot be read.
    """
    path = lock_path(matrix)
    try:
        content = read_document(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OutputError(f"{path}: cannot be read: {error.strerror or error}") from error
    try:
        return _parsed(path, content)
    except LockError as error:
        raise LockError(error.problems, {str(path): content.decode(errors="replace")}) from None


def _parsed(path: FilePath, content: bytes) -> LockFile:
    tree = compose(content, str(path), LockError)
    try:
        lock = Lock.model_validate(plain(tree))
    except ValidationError as error:
        raise LockError(in_order(translate(error, Lock, tree))) from None
    return LockFile(path, content.decode("utf-8-sig"), lock, tree)
