"""A difference as text for a terminal: a table for each stack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from relinfra.comparison import Change
from relinfra.review.difference import Difference
from relinfra.review.words import counted, doubts, lines, worst
from relinfra.visible import visible

__all__ = ["aligned", "as_table"]

_VALUE = 60
_COLUMNS = ("action", "address", "risk", "what and why")


def as_table(difference: Difference) -> str:
    """Return every stack that differs with its changes, the gravest first, and how many there are."""
    told = [line for stack in difference.comparison.stacks for line in _stack(difference, stack)]
    return "\n".join([*told, *_summary(difference)]) + "\n"


def _stack(difference: Difference, stack: str) -> Iterator[str]:
    yield visible(stack)
    rows = [row for change in difference.comparison.of(stack) for row in _rows(change)]
    yield from (f"  {line}" for line in aligned((_COLUMNS, *rows)))
    yield ""


def _rows(change: Change) -> Iterator[tuple[str, ...]]:
    first, *rest = [visible(line) for line in lines(change, _VALUE)] or [""]
    yield (change.action, visible(change.address), change.risk or "-", first)
    yield from (("", "", "", line) for line in rest)


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows in columns that are as wide as their widest cell; the last is as long as it is."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    for row in rows:
        *cells, last = row
        yield "  ".join([*(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)), last]).rstrip()


def _summary(difference: Difference) -> Iterator[str]:
    comparison = difference.comparison
    sides = f"{visible(difference.former)} → {visible(difference.present)}"
    if difference.empty:
        yield f"{sides}: nothing differs"
    else:
        number = len(comparison.stacks)
        yield f"{sides}: {number} {'stack differs' if number == 1 else 'stacks differ'}: {counted(comparison)}"
        yield f"worst risk: {worst(comparison) or 'none that is known'}"
    yield from filter(None, (doubts(comparison), _left_out(difference)))


def _left_out(difference: Difference) -> str:
    names = ", ".join(map(visible, difference.left_out))
    return f"Not compared, since no state of them was given: {names}" if names else ""
