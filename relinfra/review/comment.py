"""Markdown that fits into a comment of GitHub."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["LIMIT", "Part", "fitted"]

LIMIT = 65_536
"""The most characters that GitHub takes in a comment; bytes are counted here, of which there are never fewer.

Source: its API refuses a longer one with `Body is too long (maximum is 65536 characters)`.
"""

_RESERVED = 600


@dataclass(frozen=True)
class Part:
    """A part of a comment that stands or falls whole: its text, and the name it is missed by."""

    name: str
    text: str


def fitted(head: str, parts: Sequence[Part], tail: str = "") -> str:
    """Return a comment of as many parts as fit, in their order, and which ones had to be left out."""
    room = LIMIT - _RESERVED - _size(head) - _size(tail)
    kept: list[str] = []
    missed: list[str] = []
    for part in parts:
        if _size(part.text) <= room:
            kept.append(part.text)
            room -= _size(part.text)
        else:
            missed.append(part.name)
    return "".join((head, *kept, _missed(missed), tail))


def _missed(names: Sequence[str]) -> str:
    if not names:
        return ""
    shown = ", ".join(names)
    if _size(shown) > _RESERVED // 2:
        shown = f"{len(names)} of them"
    return f"\nLeft out, since a comment of GitHub holds {LIMIT:,} characters: {shown}. `relinfra diff` prints all.\n"


def _size(text: str) -> int:
    return len(text.encode())
