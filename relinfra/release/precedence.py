"""Which of two versions comes first."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Precedence", "precedence"]


class Precedence(NamedTuple):
    """What versions are compared by, as Semantic Versioning says: a candidate comes before its release."""

    numbers: tuple[int, ...]
    final: bool
    candidate: tuple[tuple[bool, int, str], ...]


def precedence(version: str) -> Precedence:
    """Return the place of a version such as `2.5.0-rc.1` among others; a name that is no version comes first."""
    written, _, candidate = version.partition("+")[0].partition("-")
    numbers = tuple(int(part) for part in written.split(".") if part.isdecimal())
    return Precedence(numbers, not candidate, tuple(map(_part, candidate.split("."))))


def _part(text: str) -> tuple[bool, int, str]:
    return (False, int(text), "") if text.isdecimal() else (True, 0, text)
