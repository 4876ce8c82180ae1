"""Two texts of one document, line by line."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, takewhile

__all__ = ["Change", "apart", "changes"]

_CONTEXT = 60
_SHORT = 200

Pair = tuple[int, int]
"""The places of one line in the text found and in the text wanted."""


@dataclass(frozen=True, slots=True)
class Change:
    """A line that differs: its number in the text found (from 1), its index in the text wanted, and both lines."""

    number: int
    index: int | None
    found: str
    wanted: str


def changes(found: Sequence[str], wanted: Sequence[str]) -> Iterator[Change]:
    """Return every line that differs, blank ones left out, in the time of a sort of the lines.

    What both begin and end with is the same; between, lines that stand once in each text tell which parts belong
    together (patience diff), and the rest is compared place by place.
    """
    head = _alike(zip(found, wanted, strict=False))
    rest = min(len(found), len(wanted)) - head
    tail = _alike(islice(zip(reversed(found), reversed(wanted), strict=False), rest))
    here, there = range(head, len(found) - tail), range(head, len(wanted) - tail)
    anchors = _anchors(found, here, wanted, there)
    ends = [(here.start - 1, there.start - 1), *anchors, (here.stop, there.stop)]
    for (first, start), (last, stop) in pairwise(ends):
        yield from _between(found, range(first + 1, last), wanted, range(start + 1, stop))


def _between(found: Sequence[str], here: range, wanted: Sequence[str], there: range) -> Iterator[Change]:
    """Yield what differs between two anchors, where both ends that are alike are left out again."""
    inner = min(len(here), len(there))
    head = _alike((found[here[place]], wanted[there[place]]) for place in range(inner))
    tail = _alike((found[here[-1 - place]], wanted[there[-1 - place]]) for place in range(inner - head))
    here, there = here[head : len(here) - tail], there[head : len(there) - tail]
    for place in range(max(len(here), len(there))):
        was = found[here[place]] if place < len(here) else ""
        should = wanted[there[place]] if place < len(there) else ""
        if was != should and (was.strip() or should.strip()):
            number = min(here.start + place, here.stop) + 1
            yield Change(number, there[place] if place < len(there) else None, was, should)


def _anchors(found: Sequence[str], here: range, wanted: Sequence[str], there: range) -> list[Pair]:
    """Return the places of lines that stand once in each text, as many as come in the same order in both."""
    counts = Counter(found[place] for place in here), Counter(wanted[place] for place in there)
    places = {wanted[place]: place for place in there if counts[1][wanted[place]] == 1}
    unique = (place for place in here if counts[0][found[place]] == 1 and found[place] in places)
    return _rising([(place, places[found[place]]) for place in unique])


def _rising(pairs: Sequence[Pair]) -> list[Pair]:
    """Return a longest part of `pairs`, which rise by their first member, that rises by the second too."""
    ends: list[int] = []
    indices: list[int] = []
    before: list[int | None] = []
    for index, (_, second) in enumerate(pairs):
        place = bisect_left(ends, second)
        before.append(indices[place - 1] if place else None)
        ends[place : place + 1] = [second]
        indices[place : place + 1] = [index]
    return list(reversed(list(_followed(pairs, before, indices[-1] if indices else None))))


def _followed(pairs: Sequence[Pair], before: Sequence[int | None], last: int | None) -> Iterator[Pair]:
    while last is not None:
        yield pairs[last]
        last = before[last]


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
