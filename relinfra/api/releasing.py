"""The file of a release begun, and its documents closed."""
# ruff: noqa: PLC0415 - only what is called is imported

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from relinfra.api.folders import compared_with, layout_beside, stacks_in
from relinfra.api.loading import load
from relinfra.output import write_files

if TYPE_CHECKING:
    from relinfra.api.folders import PathLike
    from relinfra.plan import Verification

__all__ = ["close_release", "new_release"]


def new_release(version: str, matrix: PathLike = "relinfra.yaml", *, today: date | None = None) -> Path:
    """Begin `releases/VERSION.yaml` beside a matrix from its commits since the version before, and return its path.

    What only people know is marked in it. Raises `UsageError` where the file exists or the release is closed,
    `MatrixError`, and `ToolError` where the commits cannot be read.
    """
    from relinfra.release import FOLDER
    from relinfra.starter import release_text

    loaded, folder = load(matrix), Path(matrix).parent
    path = folder / FOLDER / f"{version}.yaml"
    text = release_text(loaded, folder, version, today or date.today())
    write_files(folder, {f"{FOLDER}/{version}.yaml": text})
    return path


def close_release(
    version: str,
    folder: PathLike | None = None,
    documents: PathLike | None = None,
    *,
    repository: PathLike = ".",
    against: PathLike | None = None,
) -> tuple[Verification, tuple[Path, ...]]:
    """Freeze the documents of a release that is over in `releases/VERSION/`, with the facts that prove them.

    Return whether they hold, and the paths written: none where they do not. From then on `verify` holds them against
    those facts. Raises `UsageError` where it is closed already, and `OutputError` where it has no documents.
    """
    from relinfra.plan import close_release as close

    stacks = stacks_in(folder, repository)
    where = Path(documents) if documents is not None else layout_beside(repository).documents_about(stacks)
    former = compared_with(against)
    return close(version, where, stacks, repository=Path(repository), against=former)
