"""Changing a synthesized stack in memory, as a hand would edit it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

__all__ = ["sabotaged"]

UNTYPED = ("module", "output")
"""Blocks of a stack with a name and no type."""


def sabotaged(body: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return `cdk.tf.json` with changes: an address, or an address and a dotted path, to its new value.

    None removes. A path leads into strings of JSON too.
    """
    changed: dict[str, Any] = deepcopy(dict(body))
    for place, value in changes.items():
        address, _, path = place.partition(" ")
        kind, _, name = address.removeprefix("data.").partition(".")
        steps = [*([name] if name else []), *filter(None, path.split("."))]
        blocks = changed.setdefault("data" if address.startswith("data.") else "resource", {})
        typed = name and kind not in UNTYPED
        _set((blocks if typed else changed).setdefault(kind, {}), steps, deepcopy(value))
    return changed


def _set(holder: Any, path: list[str], value: Any) -> None:
    step, *rest = path
    key: Any = int(step) if isinstance(holder, list) else step
    if rest and isinstance(holder[key], str):
        inner = json.loads(holder[key])
        _set(inner, rest, value)
        holder[key] = json.dumps(inner)
    elif rest:
        if isinstance(holder, dict):
            holder.setdefault(key, {})
        _set(holder[key], rest, value)
    elif value is None:
        holder.pop(key, None) if isinstance(holder, dict) else holder.pop(key)
    else:
        holder[key] = value
