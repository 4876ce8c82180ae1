"""Reading matrices and releases."""
# ruff: noqa: PLC0415 - only what is called is imported

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relinfra.api.folders import PathLike
    from relinfra.matrix import Matrix
    from relinfra.release import ReleaseFile

__all__ = ["load", "load_release", "validate"]


def load(path: PathLike = "relinfra.yaml") -> Matrix:
    """Read, merge and check a matrix. Raises `UsageError` and `MatrixError`."""
    from relinfra.matrix import Matrix

    return Matrix.load(path)


def validate(path: PathLike = "relinfra.yaml") -> Matrix:
    """Read, merge and check a matrix: its folders of checks, its overrides, and what it would lose; starts no Node.js.

    Raises `UsageError`, `MatrixError`, `LockError` where something would be lost that the lock beside it keeps, and
    `ToolError` where the constructs refuse to compose its stacks.
    """
    from relinfra.app import find_app
    from relinfra.composing import addresses_with_former, check_overrides
    from relinfra.lockfile import refuse_foreseen
    from relinfra.matrix.check_folders import refuse_missing_checks

    matrix = load(path)
    refuse_missing_checks(matrix)
    check_overrides(matrix)
    # An app has stacks and resources of the team's own, which only synthesis knows.
    whole = find_app(Path(path).parent, Path(matrix.file)) is None
    refuse_foreseen(matrix, (lambda: addresses_with_former(matrix)) if whole else None)
    return matrix


def load_release(repository: PathLike, version: str) -> ReleaseFile:
    """Read and check `releases/VERSION.yaml` of a repository. Raises `UsageError` and `ReleaseError`."""
    from relinfra.release import load_release as load_one

    return load_one(Path(repository), version)
