"""Files of a repository, read without being led elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read_inside"]

_LARGEST = 2_000_000


def read_inside(root: Path, path: str, *, largest: int = _LARGEST) -> bytes | None:
    """Return the content of a file below `root`; None where there is none, it lies outside, is too large or no file.

    A symbolic link counts as what it leads to: a repository must not make others read what lies beside it.
    """
    found = root / path
    try:
        if not found.resolve().is_relative_to(root.resolve()) or not found.is_file():
            return None
        return found.read_bytes() if found.stat().st_size <= largest else None
    except (OSError, RuntimeError, ValueError):  # links in a circle, or a null character in the path
        return None
