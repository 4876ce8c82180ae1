"""Paths without links, and whether they lie in a folder."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

__all__ = ["is_inside", "name_inside", "real"]


def real(path: Path) -> Path:
    """Return a path without links, as far as it exists; links in a circle stay, to be told by whoever opens them."""
    return Path(os.path.realpath(path))


def is_inside(path: Path, folder: Path) -> bool:
    """Whether what a path leads to lies in a folder; a text that can be no path, with a null character, lies nowhere.

    What others wrote into a file must not make anybody read or write what lies elsewhere.
    """
    try:
        return real(path).is_relative_to(real(folder))
    except ValueError:
        return False


def name_inside(name: str) -> str:
    """Return the name of a file below a folder, as a file lists it. Raises `ValueError` for one that leads out."""
    path = PurePosixPath(name)
    if not path.parts or path.is_absolute() or ".." in path.parts or "\0" in name:
        raise ValueError(f"{name[:80]!r} leads out of the folder")
    return name
