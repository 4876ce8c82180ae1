"""One folder of results, replaced whole, keeping what Terraform left in it."""

from __future__ import annotations

import secrets
import shutil
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from relinfra.errors import OutputError
from relinfra.output.exchange import exchange
from relinfra.output.working_files import carry_over, link_missing, refuse_to_lose_state

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["TRACES", "replace_folder", "staging_folder"]

TRACES = ("relinfra.json", "manifest.json", "cdktf.out/manifest.json", "stacks/*/cdk.tf.json")
"""What an earlier output of relinfra or cdktf is known by."""

_STAGING = ".relinfra-new-"
_PREVIOUS = "-previous"
_ABANDONED_SECONDS = 3600


@contextmanager
def staging_folder(target: Path) -> Iterator[Path]:
    """Give an empty folder beside `target` to fill; `replace_folder` puts it in place, else it is dropped.

    Raises `OutputError` before anything is written when `target` is not a folder relinfra may replace.
    """
    resolved = target.resolve()
    _refuse_foreign(target, resolved)
    staging = resolved.with_name(f".{resolved.name}{_STAGING}{secrets.token_hex(6)}")
    try:
        _remove_abandoned(resolved)
        staging.mkdir(parents=True)
    except OSError as error:
        raise OutputError(f"{target}: cannot be written: {error.strerror or error}") from error
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def replace_folder(staging: Path, target: Path, *, keep_others: bool = False) -> None:
    """Put the finished `staging` in the place of `target`, in one step, or change nothing.

    Terraform's working files (`.terraform`, lock file, states, saved plans) in folders that exist on both
    sides come along; with `keep_others` so does all else at the top that `staging` has no new version of.
    Raises `OutputError` when `target` is no earlier output, or a state would be lost with its stack.
    """
    resolved = target.resolve()
    _refuse_foreign(target, resolved)
    try:
        if resolved.is_dir():
            refuse_to_lose_state(resolved, staging)
            carry_over(resolved, staging)
            if keep_others:
                link_missing(resolved, staging)
        _put_in_place(staging, resolved)
    except OSError as error:
        raise OutputError(f"{target}: cannot be replaced: {error.strerror or error}") from error


def _put_in_place(staging: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if _took_the_free_name(staging, target):
        return
    if exchange(staging, target):
        shutil.rmtree(staging, ignore_errors=True)
    else:
        _swap_by_two_renames(staging, target)


def _took_the_free_name(staging: Path, target: Path) -> bool:
    try:
        if not target.exists():
            staging.rename(target)
            return True
    except OSError:
        if not target.exists():
            raise
    return False  # it was there, or another run took the name first


def _swap_by_two_renames(staging: Path, target: Path) -> None:
    previous = staging.with_name(staging.name + _PREVIOUS)
    target.rename(previous)
    try:
        staging.rename(target)
    except BaseException:
        previous.rename(target)
        raise
    shutil.rmtree(previous, ignore_errors=True)


def _refuse_foreign(target: Path, resolved: Path) -> None:
    if not resolved.exists():
        return
    if not resolved.is_dir():
        raise OutputError(f"{target}: expected a folder to write into, found a file")
    if Path.cwd().is_relative_to(resolved):
        raise OutputError(f"{target}: is the current folder or above it; choose a folder of its own")
    if any(resolved.iterdir()) and not any(any(resolved.glob(trace)) for trace in TRACES):
        raise OutputError(
            f"{target}: would be replaced, but holds files that relinfra did not write; "
            "choose another folder or empty this one"
        )


def _remove_abandoned(target: Path) -> None:
    """Undo what a killed run left behind; a younger folder may belong to a run going on now."""
    limit = time.time() - _ABANDONED_SECONDS
    for folder in sorted(target.parent.glob(f".{target.name}{_STAGING}*")):
        with suppress(FileNotFoundError):
            if folder.name.endswith(_PREVIOUS) and not target.exists():
                folder.rename(target)
            elif folder.stat().st_mtime < limit:
                shutil.rmtree(folder, ignore_errors=True)
