"""The folders that the functions read and write unless told otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from relinfra.errors import UsageError
from relinfra.layout import layout_of
from relinfra.output import DocumentList

if TYPE_CHECKING:
    import os

    from relinfra.layout import Layout

    PathLike = str | os.PathLike[str]

__all__ = ["compared_with", "layout_beside", "listed_in", "stacks_in"]


def stacks_in(folder: PathLike | None, repository: PathLike = ".") -> Path:
    """Return the folder of the stacks that are meant: the one told, else where `repository` has them."""
    return Path(folder) if folder is not None else layout_beside(repository).stacks


def layout_beside(repository: PathLike = ".") -> Layout:
    """Return where a repository has its stacks and documents."""
    return layout_of(Path(repository))


def compared_with(against: PathLike | None) -> Path | None:
    """Return the folder that is compared with. Raises `UsageError` where it is none."""
    if against is not None and not (against and Path(against).is_dir()):
        raise UsageError(f"against: expected a folder with stacks, found none at {str(against)!r}")
    return None if against is None else Path(against)


def listed_in(folder: Path) -> DocumentList:
    """Return what the list of documents in a folder names; nothing where there is none."""
    return DocumentList.read(folder) or DocumentList()
