"""Two texts of one document, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice, takewhile

__all__ = ["Change", "apart", "changes"]

_CONTEXT = 60
_SHORT = 200


@dataclass(frozen=True, slots=True)
class Change:
    """A line that differs: its number in the text found (from 1), its index in the text wanted, and both lines."""

    number: int
    index: int | None
    found: str
    wanted: str


def changes(found: Sequence[str], wanted: Sequence[str]) -> Iterator[Change]:
    """Return every line that differs, blank ones left out; what both begin and end with is not matched line by line."""
    head = _alike(zip(found, wanted, strict=False))
    rest = min(len(found), len(wanted)) - head
    tail = _alike(islice(zip(reversed(found), reversed(wanted), strict=False), rest))
    matcher = SequenceMatcher(None, found[head : len(found) - tail], wanted[head : len(wanted) - tail])
    for kind, start, end, first, last in matcher.get_opcodes():
        for offset in range(max(end - start, last - first) if kind != "equal" else 0):
            here, there = head + start + offset, head + first + offset
            was = found[here] if here < head + end else ""
            should = wanted[there] if there < head + last else ""
            if was.strip() or should.strip():
                yield Change(min(here, head + end) + 1, there if there < head + last else None, was, should)


def _alike(pairs: Iterable[tuple[str, str]]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def apart(first: str, second: str) -> tuple[str, str]:
    """Return where two lines differ, with a little around it; short lines whole."""
    if max(len(first), len(second)) <= _SHORT or not first or not second:
        return first[:_SHORT], second[:_SHORT]
    start = next((i for i, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1]), 0)
    start = max(0, start - _CONTEXT)
    return _window(first, start), _window(second, start)


def _window(text: str, start: int) -> str:
    end = start + 3 * _CONTEXT
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
