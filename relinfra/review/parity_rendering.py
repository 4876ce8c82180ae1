"""The differences of two environments, for a terminal and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from relinfra.review.parity import Parity, Unlike
from relinfra.review.table import aligned
from relinfra.review.words import spelt
from relinfra.visible import visible

__all__ = ["parity_as_json", "parity_as_table"]

_VALUE = 50


def parity_as_table(parity: Parity) -> str:
    """Return what differs without being meant, then what is meant with its reason, then what is declared in vain."""
    meant = [one for one in parity.differences if one.intended]
    told = [
        *_section(parity, "differs, and no line of the matrix says that it is meant", parity.unintended),
        *_section(parity, "differs as the matrix says", meant),
        *_stale(parity),
        f"{visible(parity.first)}, {visible(parity.second)}: {len(parity.unintended)} not declared, "
        f"{len(meant)} declared, {len(parity.stale)} declared in vain",
    ]
    return "\n".join(told) + "\n"


def _section(parity: Parity, title: str, found: tuple[Unlike, ...] | list[Unlike]) -> Iterator[str]:
    if found:
        header = ("stack", "address", "attribute", visible(parity.first), visible(parity.second), "reason")
        rows = [_row(one) for one in found]
        yield title
        yield from (f"  {line}" for line in aligned((header, *rows)))
        yield ""


def _row(one: Unlike) -> tuple[str, ...]:
    reason = f"{one.declared.reason} ({one.declared.place})" if one.declared else ""
    sides = (_side(one, one.first), _side(one, one.second))
    return tuple(map(visible, (one.stack, one.address, one.path or "-", *sides, reason)))


def _side(one: Unlike, value: object) -> str:
    if not one.path:
        return "exists" if value else "(none)"
    return spelt(value, _VALUE)  # type: ignore[arg-type]


def _stale(parity: Parity) -> Iterator[str]:
    for one in parity.stale:
        yield f"{visible(one.place)}: nothing of {', '.join(map(visible, one.resources))} differs so; delete it"
    if parity.stale:
        yield ""


def parity_as_json(parity: Parity) -> str:
    """Return every difference in full, with what declares it."""
    document = {
        "version": 1,
        "between": [parity.first, parity.second],
        "ok": parity.ok,
        "differences": [{**asdict(one), "intended": one.intended} for one in parity.differences],
        "stale": [asdict(one) for one in parity.stale],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
