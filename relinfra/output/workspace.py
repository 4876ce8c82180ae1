"""The hidden folder in which a run prepares its results, and what is done with those that dead runs left."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from relinfra.output.lock import Lock, holding, take
from relinfra.output.move import Move, Removal, StuckError, carry_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Workspace", "in_use", "is_workspace", "settle"]

_NAME = re.compile(r"\.relinfra-[0-9a-f]{12}")
_FORMER_NAME = re.compile(r"\..+\.relinfra-new-[0-9a-f]{12}|\..+\.[0-9a-f]{12}\.new")
"""What the version before called its folders and files; it had no locks."""

_ABANDONED_SECONDS = 3600


@dataclass(frozen=True)
class Workspace:
    """A folder beside what is to be replaced, on the same file system: `new` is filled, then moved into place.

    It is locked as long as its run lives. Once the journal is written, the moves in it are to happen: a run that dies
    between two of them leaves the rest to the next.
    """

    folder: Path
    lock: Lock

    @classmethod
    def create(cls, base: Path) -> Workspace:
        """Make one in the folder `base`. Raises `OSError`."""
        while True:
            folder = base / f".relinfra-{secrets.token_hex(6)}"
            with holding(base):  # or else `base` could be on its way out, replaced by another run
                folder.mkdir()
                with suppress(FileNotFoundError):
                    if lock := take(folder / "lock", create=True):
                        (folder / "new").mkdir()
                        return cls(folder, lock)

    @property
    def new(self) -> Path:
        """The moves that put everything in place."""
        return self.folder / "new"

    def commit(self, moves: Sequence[tuple[Path | None, Path]]) -> None:
        """Put every staged path at its target and remove the targets of none, or change nothing. Raises `OSError`."""
        planned = [
            _step(staged, target, self.folder / "former" / str(number), (staged or target).lstat().st_ino)
            for number, (staged, target) in enumerate(moves)
        ]
        _write_journal(self.folder, planned)
        _follow_journal(self.folder, planned)

    def close(self) -> None:
        """Remove it with all that it holds, but for moves that could neither be finished nor undone."""
        _remove(self.folder)
        self.lock.release()


def settle(place: Path) -> None:
    """Finish or clear what dead runs left in the folders around `place`; runs that live are let alone."""
    for folder in _around(place):
        for left in _workspaces(folder):
            with suppress(OSError):
                _settle(left)


def in_use(folder: Path) -> bool:
    """Whether a run that lives is preparing something in a folder or below."""
    for root, folders, _ in os.walk(folder):
        for left in _workspaces(Path(root)):
            with suppress(OSError):
                if not _settle(left):
                    return True
        folders[:] = [name for name in folders if not is_workspace(Path(name))]
    return False


def is_workspace(path: Path) -> bool:
    """Whether a path is named as a workspace is."""
    return bool(_NAME.fullmatch(path.name) or _FORMER_NAME.fullmatch(path.name.removesuffix("-previous")))


def _around(place: Path) -> Iterator[Path]:
    """Yield `place` and the folders above it in which a run of ours can have prepared something."""
    return (folder for folder in (place, *place.parents) if folder.is_dir() and os.access(folder, os.W_OK))


def _workspaces(folder: Path) -> list[Path]:
    """Return what in a folder is a workspace of this user's: nobody else's journal is believed."""
    try:
        named = sorted(path for path in folder.iterdir() if is_workspace(path))
        return [path for path in named if not path.is_symlink() and path.stat().st_uid == _user()]
    except OSError:
        return []


def _user() -> int:
    return os.geteuid() if hasattr(os, "geteuid") else 0


def _settle(folder: Path) -> bool:
    """Finish and remove what a dead run left; false where the run lives, or may."""
    if not _NAME.fullmatch(folder.name):
        return _settle_former(folder)
    lock = take(folder / "lock", create=True)
    if lock is None:
        return False
    try:
        if not lock.exclusive and _young(folder):
            return False
        _finish(folder)
        _remove(folder)
    finally:
        lock.release()
    return True


def _finish(folder: Path) -> None:
    """Do the moves that a run had committed itself to; where they cannot be done, all are undone."""
    if moves := _read_journal(folder):
        with suppress(OSError):
            _follow_journal(folder, moves)


def _follow_journal(folder: Path, moves: Sequence[Move | Removal]) -> None:
    """Do every move or none, and forget them; those that are stuck between stay in the journal. Raises `OSError`."""
    try:
        carry_out(moves)
    except StuckError:
        raise
    except BaseException:
        _journal(folder).unlink()
        raise
    _journal(folder).unlink()


def _settle_former(path: Path) -> bool:
    if path.name.endswith("-previous"):
        name = path.name.removeprefix(".").partition(".relinfra-new-")[0]
        if not path.with_name(name).exists():
            path.rename(path.with_name(name))
            return True
    if _young(path):
        return False
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    return True


def _young(path: Path) -> bool:
    return path.stat().st_mtime > time.time() - _ABANDONED_SECONDS


def _remove(folder: Path) -> None:
    if _journal(folder).exists():
        return
    for path in sorted(folder.iterdir(), key=lambda path: path.name == "lock"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    with suppress(OSError):
        folder.rmdir()


def _journal(folder: Path) -> Path:
    return folder / "journal.json"


def _step(staged: Path | None, target: Path, former: Path, inode: int) -> Move | Removal:
    return Move(staged, target, former, inode) if staged else Removal(target, former, inode)


def _write_journal(folder: Path, moves: Sequence[Move | Removal]) -> None:
    body = [
        [
            str(move.staged.relative_to(folder)) if isinstance(move, Move) else None,
            os.path.relpath(move.target, folder.parent),
            move.inode,
        ]
        for move in moves
    ]
    draft = folder / "journal.new"
    with draft.open("x", encoding="utf-8") as stream:
        json.dump(body, stream)
        stream.flush()
        os.fsync(stream.fileno())
    draft.rename(_journal(folder))


def _read_journal(folder: Path) -> list[Move | Removal]:
    if not _journal(folder).exists():
        return []
    return [
        _step(
            folder / staged if staged else None,
            Path(os.path.normpath(folder.parent / target)),
            folder / "former" / str(number),
            inode,
        )
        for number, (staged, target, inode) in enumerate(json.loads(_journal(folder).read_text("utf-8")))
    ]
