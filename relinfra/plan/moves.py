"""Lines of a document without what moves: the numbers of footnotes, and those of lines in files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["FOOTNOTE", "MovedLines"]

FOOTNOTE = re.compile(r"^\[\^(p\d+)\]: (`+[^`]+`+)")
"""A line that begins a footnote: its mark, and what it is about. No other program writes such lines."""

_MARK = re.compile(r"\[\^(p\d+)\]")


@dataclass(frozen=True)
class MovedLines:
    """The lines of a text as written, and as they are compared: marks name what they lead to, places have no line.

    `files` are the names of the files that places may be in.
    """

    lines: Sequence[str]
    files: frozenset[str]

    @classmethod
    def of(cls, text: str, files: Iterable[str]) -> MovedLines:
        """Take the text of a document."""
        return cls(text.split("\n"), frozenset(files))

    @property
    def still(self) -> list[str]:
        """The lines without what moves."""
        about = {found[1]: found[2] for line in self.lines if (found := FOOTNOTE.match(line))}
        place = _places(self.files)
        return [self._still(line, about, place) for line in self.lines]

    @property
    def footnotes(self) -> int:
        """The index of the first footnote, which is where the prose ends."""
        return next((index for index, line in enumerate(self.lines) if FOOTNOTE.match(line)), len(self.lines))

    @staticmethod
    def _still(line: str, about: dict[str, str], place: re.Pattern[str] | None) -> str:
        named = _MARK.sub(lambda found: f"[^{about.get(found[1], found[1])}]", line) if "[^p" in line else line
        return place.sub(r"\1", named) if place else named


def _places(files: frozenset[str]) -> re.Pattern[str] | None:
    names = "|".join(re.escape(name) for name in sorted(files, key=lambda name: (-len(name), name)))
    return re.compile(rf"\b({names}):\d+") if names else None
