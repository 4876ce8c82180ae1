"""The lock beside a matrix, as commands tell of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from relinfra.cli.terminal import plural

if TYPE_CHECKING:
    from relinfra.results import Synthesis

__all__ = ["locked_rows"]


def locked_rows(made: Synthesis) -> Iterator[tuple[str, str]]:
    """Yield the lock, where it was written, and what it gained."""
    lock = made.lock
    if lock and lock.gained:
        yield str(lock.path), f"what holds data, to be committed: {plural(len(lock.gained), 'new entry')}"
