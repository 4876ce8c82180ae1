"""One change of a synthesized stack, as a hand would make it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["REMOVED", "Mutation", "Path"]

Path = tuple[str | int, ...]
"""The steps from the root of `cdk.tf.json` to a value; they lead into strings of JSON too."""

REMOVED = None
"""The new value of what is taken away."""

TYPED = {"resource": "", "data": "data."}


@dataclass(frozen=True)
class Mutation:
    """The new values of places in one stack; `change` names in a word what is done to the first of them."""

    stack: str
    change: str
    values: tuple[tuple[Path, Any], ...]
    origin: str = "attribute"
    """The kind of list it comes from: `attribute`, `contract` or `rule`."""

    @property
    def kind(self) -> str:
        """The resource type concerned, or what stands for it: `data.TYPE`, `provider`, `terraform`."""
        first, *rest = self._place
        return f"{TYPED[first]}{rest[0]}" if first in TYPED else first

    @property
    def address(self) -> str:
        """The Terraform address of what is changed."""
        return ".".join((self.kind, *self._place[2:3])) if self._place[0] in TYPED else self.kind

    @property
    def attribute(self) -> str:
        """The path below the address, with `*` for each number; empty for the whole block."""
        start = 3 if self._place[0] in TYPED else 1
        steps = self.values[0][0][start:]
        return ".".join("*" if isinstance(step, int) else step for step in steps)

    @property
    def id(self) -> str:
        """Say it in one line, which is its own."""
        changes = (f"{'.'.join(map(str, path))} = {json.dumps(value, sort_keys=True)}" for path, value in self.values)
        return f"{self.stack}: {self.change}: {'; '.join(changes)}"

    @property
    def _place(self) -> tuple[str, ...]:
        return tuple(map(str, self.values[0][0]))

    def applied(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Return the body of the stack with the change."""
        changed = dict(body)
        for path, value in self.values:
            changed = _with(changed, path, value)
        return changed


def _with(holder: Any, path: Path, value: Any) -> Any:
    """Return a copy of a value in which one place is another; only what leads there is copied."""
    if isinstance(holder, str):
        return json.dumps(_with(json.loads(holder), path, value))
    step: Any = path[0]
    rest = path[1:]
    copy: Any = list(holder) if isinstance(holder, list) else dict(holder or {})
    if not rest and value is REMOVED:
        del copy[step]
    else:
        before = copy[step] if isinstance(copy, list) else copy.get(step)
        copy[step] = _with(before, rest, value) if rest else value
    return copy
