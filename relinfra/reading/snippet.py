"""The lines of a file that a problem is about, with marks under its places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum, auto
from itertools import accumulate
from operator import itemgetter
from typing import TYPE_CHECKING

from relinfra.reading.secrets import COVER, secret_spans
from relinfra.visible import visible

if TYPE_CHECKING:
    from relinfra.reading.problems import Position

__all__ = ["Part", "SnippetLine", "snippet"]

_WIDTH = 100
"""Columns that are shown of a line."""
_BEFORE = 40
"""Columns that are shown before a place in a line that is longer."""
_TAB = 4
_CUT = "…"

# What ends a line for YAML, and so for the positions: https://yaml.org/spec/1.1/#id871136
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


class Part(Enum):
    """The kind of a piece of a snippet, by which it is coloured."""

    GUTTER = auto()
    SOURCE = auto()
    MARK = auto()
    RELATED = auto()


SnippetLine = tuple[tuple[Part, str], ...]
"""A line, as its pieces."""


def snippet(
    position: Position, sources: Mapping[str, str], related: tuple[Position, ...] = ()
) -> Iterator[SnippetLine]:
    """Yield the line of a place and those of others that it rests on; nothing where their text is not known.

    Control and bidirectional characters are shown as a sign, and what looks like a secret is covered.
    """
    text = sources.get(position.file)
    if not text:
        return
    lines = _LINE_END.split(text)
    marks = [*((place, Part.RELATED) for place in related), (position, Part.MARK)]
    there = {place.line: (place, part) for place, part in marks if place.file == position.file}
    placed = sorted(((line, mark) for line, mark in there.items() if line <= len(lines)), key=itemgetter(0))
    margin = " " * len(str(placed[-1][0])) if placed else ""
    last = 0
    for number, (place, part) in placed:
        if not last:
            yield ((Part.GUTTER, f"{margin} |"),)
        elif number > last + 1:
            yield ((Part.GUTTER, f"{margin} …"),)
        last = number
        shown, begin, width = _window(lines[number - 1], place)
        yield (Part.GUTTER, f"{number:>{len(margin)}} | "), (Part.SOURCE, shown)
        sign = "^" if part is Part.MARK else "-"
        yield (Part.GUTTER, f"{margin} | "), (part, f"{' ' * begin}{sign * width}")


def _window(line: str, place: Position) -> tuple[str, int, int]:
    """Return what is shown of a line, the column in it that the place begins at, and how many columns it has."""
    cells = _cells(line)
    columns = [0, *accumulate(map(_columns, cells))]
    first = min(place.column - 1, len(cells))
    last = place.end[1] - 1 if place.end and place.end[0] == place.line else len(cells) if place.end else first + 1
    last = max(min(last, len(cells)), first)
    begin, end = columns[first], max(columns[last], columns[first] + 1)
    if columns[-1] <= _WIDTH:
        return "".join(cells), begin, end - begin
    left = max(0, min(begin - _BEFORE, columns[-1] - _WIDTH))
    kept = [at for at in range(len(cells)) if left <= columns[at] and columns[at + 1] <= left + _WIDTH]
    before = _CUT if kept and kept[0] > 0 else ""
    after = _CUT if kept and kept[-1] < len(cells) - 1 else ""
    left = columns[kept[0]] if kept else begin
    shown = "".join(cells[at] for at in kept)
    right = min(end, columns[kept[-1] + 1]) if kept else end
    return f"{before}{shown}{after}", begin - left + len(before), max(1, right - begin)


def _cells(line: str) -> list[str]:
    """Return what is shown for each character of a line."""
    cells = [visible(char) if char != "\t" else char for char in line]
    for begin, end in secret_spans(line):
        cells[begin:end] = [COVER, *[""] * (end - begin - 1)]
    column = 0
    for at, cell in enumerate(cells):
        if cell == "\t":
            cells[at] = " " * (_TAB - column % _TAB)
        column += _columns(cells[at])
    return cells


def _columns(text: str) -> int:
    """Return how many columns of a terminal a text takes: a wide character two, one that combines none."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # noqa: PLC0415 - needed only for what is beyond ASCII

    return cell_len(text)
