"""Files that are only ever added to, a whole line at a time, by runs that follow each other."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from relinfra.output.lock import PATIENCE_SECONDS, Lock, busy, take
from relinfra.output.transaction import refusing
from relinfra.regular_file import readable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

__all__ = ["append_lines"]

_POLL_SECONDS = 0.02


def append_lines(path: Path, beyond: Callable[[bytes], Sequence[str]]) -> None:
    """Add the lines that `beyond` returns for what a file holds, all or none, and make the file where there is none.

    Nobody else writes meanwhile. What `beyond` refuses leaves everything as it was. Raises `OutputError` where the file
    cannot be written.
    """
    with refusing(path):
        if not path.exists() and not beyond(b""):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        readable(path)
        lock = _patiently(path)
        try:
            _append(lock.descriptor, beyond)
        finally:
            lock.release()


def _append(descriptor: int, beyond: Callable[[bytes], Sequence[str]]) -> None:
    length = os.fstat(descriptor).st_size
    added = "".join(f"{line}\n" for line in beyond(os.pread(descriptor, length, 0))).encode()
    try:
        written = 0
        while written < len(added):
            written += os.pwrite(descriptor, added[written:], length + written)
        os.fsync(descriptor)
    except OSError:
        os.ftruncate(descriptor, length)
        raise


def _patiently(path: Path) -> Lock:
    limit = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < limit:
        if lock := take(path, create=True):
            return lock
        time.sleep(_POLL_SECONDS)
    raise busy(path)
