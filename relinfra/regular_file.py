"""Files that can be read to their end: a pipe that nobody writes to would be waited for without end."""

from __future__ import annotations

import errno
import stat
from pathlib import Path

__all__ = ["SpecialFileError", "readable"]

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
