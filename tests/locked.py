"""Files that several workers of a run use: one at a time."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

__all__ = ["locked"]


@contextmanager
def locked(path: Path) -> Iterator[TextIO]:
    """Open a file at its beginning, made where it is not there, that no other worker has meanwhile."""
    with path.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        yield file
