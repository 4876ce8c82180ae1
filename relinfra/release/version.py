"""The version of a release, as https://semver.org writes it."""

from __future__ import annotations

import re
from typing import NamedTuple, Self

from relinfra.errors import UsageError
from relinfra.reading.excerpt import quoted

__all__ = ["LONGEST", "PATTERN", "Precedence", "Version", "precedence"]

_NUMBER = r"(0|[1-9][0-9]*)"
_PART = r"(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)"
PATTERN = rf"^{_NUMBER}\.{_NUMBER}\.{_NUMBER}(-{_PART}(\.{_PART})*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$"
"""What a version is written as; nothing in it leads to another folder."""

LONGEST = 64
"""How many characters a version has at most: it becomes part of file names."""

_GRAMMAR = re.compile(PATTERN)


class Version(str):
    """A version that is well-formed, so that a path or a document may be named after it.

    Raises `UsageError` for any other text.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Take a text that is a version."""
        if len(text) > LONGEST or not _GRAMMAR.fullmatch(text):
            raise UsageError(f"release {quoted(text)}: expected a version such as 2.5.0 or 2.5.0-rc.1{_hint(text)}")
        return super().__new__(cls, text)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return the version that a text is, or None where it is none."""
        try:
            return cls(text)
        except UsageError:
            return None

    @property
    def precedence(self) -> Precedence:
        """The place among other versions."""
        return precedence(self)


class Precedence(NamedTuple):
    """The precedence of versions by Semantic Versioning: a candidate comes before its release."""

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


def _hint(text: str) -> str:
    bare = text.removeprefix("v")
    return f"; write it without the v: {bare}" if bare != text and _GRAMMAR.fullmatch(bare) else ""
