"""Telling a lock that something may go, or where states were moved to."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from relinfra.errors import UsageError
from relinfra.lockfile.file import LockFile, lock_path, read_lock
from relinfra.lockfile.lock import Forgotten, Lock
from relinfra.lockfile.renaming import moved_lock
from relinfra.output import write_file
from relinfra.reading.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["forget", "move"]

_ALL = "*"


def forget(matrix: Path, stack: str, addresses: Sequence[str], reason: str) -> tuple[Forgotten, ...]:
    """Let addresses of a stack go, or without any all of the stacks that `stack` is a name or pattern of.

    Each is written down with the reason. Raises `UsageError` where the lock does not have it.
    """
    file = _file(matrix)
    names = [name for name in file.lock.stacks if fnmatchcase(name, stack)]
    if not names:
        raise UsageError(f"{file.path}: has no stack `{stack}`; {nearest(stack, file.lock.stacks)}")
    if not reason.strip():
        raise UsageError("--reason: expected why it may go, found nothing")
    line = " ".join(reason.split())
    gone = tuple(
        Forgotten(stack=name, address=address, reason=line) for name, address in _named(file, names, addresses)
    )
    _write(file, _without(file.lock, gone))
    return gone


def move(matrix: Path, former: str, present: str) -> tuple[str, ...]:
    """Tell that states were moved from stacks, or a bucket, of one name to those of another; return the stacks.

    Raises `UsageError` where the lock has none, or has some under the other name.
    """
    file = _file(matrix)
    lock, moved = moved_lock(file.lock, former.rstrip("/"), present.rstrip("/"))
    if not moved:
        raise UsageError(f"{file.path}: has no stack whose name or state begins with `{former}`")
    if len(lock.stacks) < len(file.lock.stacks):
        raise UsageError(f"{file.path}: has stacks of `{present}` already")
    _write(file, lock)
    return moved


def _named(file: LockFile, names: Sequence[str], addresses: Sequence[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        known = file.lock.stacks[name].resources
        for address in addresses or (_ALL,):
            if address != _ALL and address not in known:
                hint = nearest(address, known) or "it holds nothing"
                raise UsageError(f"{file.path}: {name} has no `{address}`; {hint}")
            yield name, address


def _without(lock: Lock, gone: Sequence[Forgotten]) -> Lock:
    stacks = {name: stack for name, stack in lock.stacks.items() if (name, _ALL) not in _keys(gone)}
    for name, stack in stacks.items():
        kept = {one: held for one, held in stack.resources.items() if (name, one) not in _keys(gone)}
        stacks[name] = stack.model_copy(update={"resources": kept})
    return lock.model_copy(update={"stacks": stacks, "forgotten": (*lock.forgotten, *gone)})


def _keys(gone: Sequence[Forgotten]) -> set[tuple[str, str]]:
    return {(one.stack, one.address) for one in gone}


def _file(matrix: Path) -> LockFile:
    file = read_lock(matrix)
    if file is None:
        raise UsageError(f"{lock_path(matrix)}: expected a lock, found none; `relinfra synth` writes it")
    return file


def _write(file: LockFile, lock: Lock) -> None:
    write_file(file.path, lock.text)
