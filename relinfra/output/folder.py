"""One folder of results, replaced whole, keeping what Terraform left in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePath

from relinfra.errors import OutputError
from relinfra.output.listing import Listing
from relinfra.output.transaction import Transaction, transaction
from relinfra.output.working_files import carry_over, keep_others, refuse_to_lose_state
from relinfra.output.workspace import is_workspace
from relinfra.real_path import real

__all__ = ["refuse_to_overwrite", "replacing_build", "replacing_stacks"]

STACKS = "cdktf.out"
"""Where the stacks lie in the folder of a build."""

Ours = Callable[[], Iterable[PurePath]]
"""Gives the paths, files and whole folders, that relinfra wrote into a folder beside the stacks."""


@contextmanager
def replacing_stacks(target: Path) -> Iterator[Transaction]:
    """Give a folder to synthesize into; its `commit` replaces `target` by it, in one step, or changes nothing.

    Terraform's working files (`.terraform`, lock file, states, saved plans) in folders that exist on both sides come
    along. Raises `OutputError` where `target` holds what neither synth nor Terraform wrote, or where a state would be
    lost with its stack.
    """
    _refuse_strangers(target)
    with transaction(target, partial(_take_over, target)) as begun:
        yield begun


@contextmanager
def replacing_build(target: Path, ours: Ours) -> Iterator[Transaction]:
    """Give a folder to build into, as `replacing_stacks`: of `target`, the stacks are replaced and all else stays.

    Where `target` has no stacks yet it must hold nothing but `ours`; and no file is replaced that is not among them.
    """
    _refuse_another(target, ours)
    with transaction(target, partial(_take_over_build, target, ours)) as begun:
        yield begun


def _take_over(target: Path, previous: Path, staging: Path) -> None:
    _refuse_strangers(target)
    refuse_to_lose_state(previous, staging)
    carry_over(previous, staging)


def _take_over_build(target: Path, ours: Ours, previous: Path, staging: Path) -> None:
    _refuse_another(target, ours)
    stacks = previous / STACKS
    if stacks.is_dir():
        _take_over(target / STACKS, stacks, staging / STACKS)
    written = (path.relative_to(staging) for path in staging.rglob("*") if not path.is_relative_to(staging / STACKS))
    refuse_to_overwrite(target, written, ours())
    keep_others(previous, staging, stacks)


def refuse_to_overwrite(folder: Path, written: Iterable[str | PurePath], ours: Iterable[PurePath]) -> None:
    """Raise `OutputError` where a file that would be `written` into `folder` is there and not one of `ours`."""
    known = {PurePath(path) for path in ours}
    for path in map(PurePath, written):
        if (folder / path).is_file() and known.isdisjoint((path, *path.parents)):
            raise OutputError(
                f"{folder / path}: would be replaced, but relinfra did not write it; "
                "move it away, or choose another folder"
            )


def _refuse_another(target: Path, ours: Ours) -> None:
    if _is_there(target) and not (target / STACKS).is_dir():
        known = {path.parts[0] for path in ours()}
        others = (path for path in sorted(target.iterdir()) if path.name not in known and not is_workspace(path))
        _refuse(target, next(others, None))
    _refuse_strangers(target / STACKS)


def _refuse_strangers(target: Path) -> None:
    if _is_there(target):
        _refuse(target, next(Listing(target).strangers, None))


def _is_there(target: Path) -> bool:
    if not target.exists():
        return False
    if not target.is_dir():
        raise OutputError(f"{target}: expected a folder to write into, found a file")
    if Path.cwd().is_relative_to(real(target)):
        raise OutputError(f"{target}: is the current folder or above it; choose a folder of its own")
    return True


def _refuse(target: Path, stranger: Path | None) -> None:
    if stranger is not None:
        raise OutputError(
            f"{target}: would be replaced, but relinfra did not write {stranger.relative_to(target)}; "
            "move that away, or choose another folder"
        )
