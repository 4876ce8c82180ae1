"""Putting one staged file or folder in its place, taking one away, and undoing either."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relinfra.output.exchange import exchange

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["Move", "Removal", "StuckError", "carry_out"]


class StuckError(OSError):
    """Moves could neither be finished nor taken back; the next run tries again."""


@dataclass(frozen=True)
class Move:
    """A move of `staged` to `target`; what is there now goes to `staged` or `former`.

    `inode` tells whether it has already happened, whatever a killed run left.
    """

    staged: Path
    target: Path
    former: Path
    inode: int

    def do(self) -> None:
        """Put the staged in place, in one step where the system has one. Raises `OSError`."""
        if self._done:
            return
        if os.path.lexists(self.target) and not exchange(self.staged, self.target):
            self.former.parent.mkdir(parents=True, exist_ok=True)
            self.target.rename(self.former)
        if not self._done:
            self.staged.rename(self.target)

    def undo(self) -> None:
        """Put back what was there, however far the move had come. Raises `OSError`."""
        if self._done and not (os.path.lexists(self.staged) and exchange(self.staged, self.target)):
            self.target.rename(self.staged)
        if os.path.lexists(self.former) and not os.path.lexists(self.target):
            self.former.rename(self.target)

    @property
    def _done(self) -> bool:
        return _inode(self.target) == self.inode


@dataclass(frozen=True)
class Removal:
    """A removal of the file `target`, which goes to `former`; another file in its place, by its `inode`, stays."""

    target: Path
    former: Path
    inode: int

    def do(self) -> None:
        """Take it away. Raises `OSError`."""
        if _inode(self.target) == self.inode:
            self.former.parent.mkdir(parents=True, exist_ok=True)
            self.target.rename(self.former)

    def undo(self) -> None:
        """Put it back, unless another has come meanwhile. Raises `OSError`."""
        if os.path.lexists(self.former) and not os.path.lexists(self.target):
            self.former.rename(self.target)


def carry_out(moves: Sequence[Move | Removal]) -> None:
    """Do every move, or none where one fails. Raises `OSError`; of these `StuckError` where taking back fails too."""
    try:
        for move in moves:
            move.do()
    except BaseException:
        _take_back(moves)
        raise


def _take_back(moves: Sequence[Move | Removal]) -> None:
    try:
        for move in reversed(moves):
            move.undo()
    except BaseException as error:
        raise StuckError(*error.args) from error


def _inode(path: Path) -> int | None:
    try:
        return path.lstat().st_ino
    except FileNotFoundError:
        return None
