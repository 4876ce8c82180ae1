"""Paths, and files that can be read to their end: a pipe that nobody writes to would be waited for without end."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path, PurePosixPath

__all__ = ["SpecialFileError", "is_inside", "name_inside", "readable", "real"]

_HANDED_ON = (Path("/dev"), Path("/proc"))
"""Where a shell shows what it hands on, such as `/dev/stdin` or `<(…)`: somebody writes to that."""

_KINDS = ((stat.S_ISFIFO, "a named pipe"), (stat.S_ISSOCK, "a socket"))


class SpecialFileError(OSError):
    """Something stands in the place of a file."""


def readable(path: Path) -> Path:
    """Return a path that is to be read. Raises `SpecialFileError` for a named pipe and a socket, `OSError` for none."""
    mode = path.stat().st_mode
    handed_on = any(path.absolute().is_relative_to(folder) for folder in _HANDED_ON)
    for is_kind, kind in _KINDS:
        if is_kind(mode) and not handed_on:
            raise SpecialFileError(errno.EINVAL, f"is {kind}, not a file", str(path))
    return path


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
