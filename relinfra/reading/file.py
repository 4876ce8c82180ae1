"""Files, read within bounds, and those of a repository without being led elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.real_path import is_inside
from relinfra.regular_file import readable

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["LARGEST_DOCUMENT", "read_document", "read_inside"]

LARGEST_DOCUMENT = 1024 * 1024
_LARGEST = 2_000_000


def read_document(path: Path) -> bytes:
    """Return the content of a file; of one that is too large for a document, or never ends, as much as shows that.

    Raises `OSError`.
    """
    with readable(path).open("rb") as file:
        return file.read(LARGEST_DOCUMENT + 1)


def read_inside(root: Path, path: str, *, largest: int = _LARGEST) -> bytes | None:
    """Return the content of a file below `root`; None where there is none, it lies outside, is too large or no file.

    A symbolic link counts as what it leads to: a repository must not make others read what lies beside it.
    """
    found = root / path
    try:
        if not is_inside(found, root) or not found.is_file():
            return None
        return readable(found).read_bytes() if found.stat().st_size <= largest else None
    except (OSError, RuntimeError, ValueError):  # links in a circle, or a null character in the path
        return None
