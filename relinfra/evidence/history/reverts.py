"""Commits that were taken back: a release does not contain them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

__all__ = ["standing"]

_REVERTS = re.compile(r"\bThis reverts commit ([0-9a-f]{7,64})\b")


class _Message(Protocol):
    id: str
    raw_message: str


_T = TypeVar("_T", bound=_Message)


def standing(commits: Sequence[_T]) -> list[_T]:
    """Return what is left of commits, the oldest first, without pairs of one and its revert.

    A revert of an older commit, which was released before, stands; so does what a reverted revert had taken back.
    """
    gone: set[str] = set()
    for commit in reversed(commits):
        undone = None if commit.id in gone else _undone(commit, commits)
        if undone:
            gone |= {commit.id, undone}
    return [commit for commit in commits if commit.id not in gone]


def _undone(commit: _Message, commits: Sequence[_Message]) -> str | None:
    named = _REVERTS.search(commit.raw_message)
    return next((one.id for one in commits if named and one is not commit and one.id.startswith(named[1])), None)
