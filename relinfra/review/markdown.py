"""A difference as Markdown, for the comment of a pull request."""

from __future__ import annotations

import html
from collections.abc import Iterator

from relinfra.comparison import Change
from relinfra.domain.severity import SEVERITIES
from relinfra.plan.markup import cell, code, escape
from relinfra.review.comment import Part, fitted
from relinfra.review.difference import Difference
from relinfra.review.words import counted, doubts, lines, reason, worst
from relinfra.visible import visible

__all__ = ["as_markdown"]

_VALUE = 200
_COLUMNS = "| action | address | what and why |\n|---|---|---|\n"


def as_markdown(difference: Difference) -> str:
    """Return what risks something first, then every stack, folded; whatever fits into a comment."""
    parts = [*_risks(difference), *(_stack(difference, stack) for stack in difference.comparison.stacks)]
    tail = "".join(f"\n{escape(line)}\n" for line in _notes(difference))
    return fitted(_head(difference), parts, tail)


def _head(difference: Difference) -> str:
    sides = f"{code(difference.former)} → {code(difference.present)}"
    if difference.empty:
        return f"### Infrastructure: nothing differs\n\n{sides}\n"
    comparison = difference.comparison
    number = len(comparison.stacks)
    stacks = f"{number} {'stack' if number == 1 else 'stacks'}"
    risk = worst(comparison) or "none that is known"
    return f"### Infrastructure: {counted(comparison)}\n\n{sides} in {stacks}; worst risk: **{risk}**\n"


def _risks(difference: Difference) -> Iterator[Part]:
    found = [change for change in difference.comparison.changes if change.risk]
    if found:
        found.sort(key=lambda change: -SEVERITIES.index(change.risk))
        yield Part("", "\n| risk | action | stack | address | why |\n|---|---|---|---|---|\n")
        for change in found:
            why = "<br>".join(escape(reason(one)) for one in change.reasons)
            cells = (change.risk, change.action, code(change.stack), code(change.address), why)
            yield Part(f"risks of {code(change.address)}", _row(cells))


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cell(one) for one in cells)} |\n"


def _stack(difference: Difference, stack: str) -> Part:
    changes = difference.comparison.of(stack)
    number = len(changes)
    told = "".join(map(_change, changes))
    # GitHub reads no Markdown in a summary.
    title = f"<code>{html.escape(visible(stack))}</code>: {number} {'change' if number == 1 else 'changes'}"
    text = f"\n<details><summary>{title}</summary>\n\n{_COLUMNS}{told}\n</details>\n"
    return Part(code(stack), text)


def _change(change: Change) -> str:
    what = "<br>".join(escape(line) for line in lines(change, _VALUE))
    return _row((change.action, code(change.address), what))


def _notes(difference: Difference) -> Iterator[str]:
    if doubt := doubts(difference.comparison):
        yield doubt
    if difference.left_out:
        yield f"Not compared, since no state of them was given: {', '.join(difference.left_out)}"
