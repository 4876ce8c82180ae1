"""Locks that end with the process that holds them, by which runs at the same time know of each other."""

from __future__ import annotations

import os
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relinfra.errors import OutputError

try:
    import fcntl
except ImportError:  # Windows: whether a run goes on is judged by age there, and commits are not queued
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["PATIENCE_SECONDS", "Lock", "busy", "holding", "take"]

PATIENCE_SECONDS = 60
"""How long a run waits for another one to put its results in place."""

_POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Lock:
    """A lock that is held; `exclusive` is false where the file system has no locks."""

    descriptor: int
    exclusive: bool

    def release(self) -> None:
        """Let others have it."""
        os.close(self.descriptor)


def take(path: Path, *, create: bool = False) -> Lock | None:
    """Lock a folder, or with `create` a file; None where another holds it or the path is no longer what it was.

    Raises `OSError` where the path cannot be opened.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT if create else os.O_RDONLY, 0o600)
    try:
        exclusive = _locked(descriptor)
        if exclusive is not None and _names(path, descriptor):
            return Lock(descriptor, exclusive)
    except BaseException:
        os.close(descriptor)
        raise
    os.close(descriptor)
    return None


@contextmanager
def holding(*folders: Path) -> Iterator[None]:
    """Hold the locks of folders, outermost first; one that cannot be opened is done without.

    Raises `OutputError` where another run holds one for longer than a commit can take.
    """
    with ExitStack() as held:
        for folder in folders:
            if lock := _patiently(folder):
                held.callback(lock.release)
        yield


def busy(folder: Path) -> OutputError:
    """Return the error of a folder that another run does not let go."""
    return OutputError(f"{folder}: another run of relinfra is writing there; run again when it has ended")


def _patiently(folder: Path) -> Lock | None:
    limit = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < limit:
        try:
            lock = take(folder)
        except OSError:  # gone, not readable, or a folder cannot be opened here
            return None
        if lock:
            return lock
        time.sleep(_POLL_SECONDS)
    raise busy(folder)


def _locked(descriptor: int) -> bool | None:
    """Lock what is open: true where that worked, None where another has it, false where there are no locks."""
    if fcntl is None:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return None
    except OSError:
        return False
    return True


def _names(path: Path, descriptor: int) -> bool:
    """Whether a path still leads to what was opened by it: another run may have put its own there meanwhile."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except OSError:
        return False
