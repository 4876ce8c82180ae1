"""Changing one argument of a finished body by its dotted path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .schema import Block, argument_problems

__all__ = ["META", "Deviation", "assign", "meta_problems"]

META = frozenset({"depends_on", "lifecycle", "provider", "for_each", "count"})
"""What Terraform itself reads of a body; the provider's schema does not know it."""

_CONDITION = {
    "attributes": {"condition": "string", "error_message": "string"},
    "required": ["condition", "error_message"],
    "many": True,
}
_LIFECYCLE: Block = {
    "attributes": {
        "create_before_destroy": "bool",
        "ignore_changes": "any",
        "prevent_destroy": "bool",
        "replace_triggered_by": "list(string)",
    },
    "blocks": {"postcondition": _CONDITION, "precondition": _CONDITION},
}


@dataclass(frozen=True, slots=True)
class Deviation:
    """An argument that differs from what its construct gave it: where it is, and who asked for it."""

    address: str
    argument: str
    source: str


def assign(body: dict[str, Any], path: str, value: Any) -> str | None:
    """Set the argument at `path` in `body`. Return why that is impossible, or None once it is done."""
    *steps, last = path.split(".")
    target: Any = body
    for depth, step in enumerate(steps):
        if (fault := _fault(target, step, steps[:depth])) is not None:
            return fault
        target = target[int(step)] if isinstance(target, list) else target.setdefault(step, {})
    if (fault := _fault(target, last, steps)) is not None:
        return fault
    target[int(last) if isinstance(target, list) else last] = value
    return None


def meta_problems(body: Mapping[str, Any], path: str) -> Iterator[str]:
    """Yield what is wrong with overriding `path` where Terraform itself, not the provider, reads it."""
    root = path.partition(".")[0]
    if root == "lifecycle":
        yield from argument_problems(_LIFECYCLE, body.get("lifecycle", {}), "lifecycle.")
    elif root in META:
        yield f"{root} cannot be overridden: references to the resource rest on it"


def _fault(target: Any, step: str, above: list[str]) -> str | None:
    where = ".".join(above)
    if not step:
        return f"an empty step after {where!r}"
    if isinstance(target, dict):
        return None
    if not isinstance(target, list):
        return f"{where}: has no arguments, it is {target!r:.80}"
    if not step.isdecimal() or int(step) >= len(target):
        return f"{where}: expected the number of an entry, 0 to {len(target) - 1}, found {step!r}"
    return None
