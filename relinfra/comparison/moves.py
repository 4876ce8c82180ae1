"""Resources that a stack's `moved` blocks give another address."""

from __future__ import annotations

from relinfra.evidence.stack import Stack

__all__ = ["moves_of"]


def moves_of(present: Stack, former: Stack) -> dict[str, str]:
    """Return where resources of a former stack are today, by their former address, as Terraform follows the blocks.

    A block moves nothing where its `to` existed already, or where its `from` still exists.
    """
    blocks = present.versions.get("moved") or present.body.get("moved")
    listed = blocks if isinstance(blocks, list) else []
    steps = {str(one.get("from")): str(one.get("to")) for one in listed if isinstance(one, dict)}
    found = {}
    for start in steps:
        last = _end(steps, start)
        if former.get(start) and not former.get(last) and present.get(last) and not present.get(start):
            found[start] = last
    return found


def _end(steps: dict[str, str], start: str) -> str:
    """Return where a chain of blocks ends."""
    seen = {start}
    here = steps[start]
    while here in steps and here not in seen:
        seen.add(here)
        here = steps[here]
    return here
