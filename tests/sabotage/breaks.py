"""The breaks by which each rule is tested, as changes of a stack."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path as File
from typing import Any

from tests.sabotage.mutation import Mutation, Path
from tests.yaml_file import read_yaml

__all__ = ["breaks"]

FILE = File(__file__).parents[1] / "relinfra_policies" / "sabotage.yaml"


def breaks(stack: str, body: Mapping[str, Any]) -> Iterator[Mutation]:
    """Yield the breaks of a stack by the end of its name; those that must be prepared are left out."""
    for policy, case in read_yaml(FILE).items():
        if stack.endswith(f"-{case.get('stack')}") and not case.get("given"):
            for changes in case["breaks"]:
                values = tuple((_path(place, body), value) for place, value in changes.items())
                yield Mutation(stack, f"breaks {policy}", values, "rule")


def _path(place: str, body: Mapping[str, Any]) -> Path:
    """Return the steps of an address and a dotted path, whose numbers are keys where a mapping is."""
    address, _, dotted = place.partition(" ")
    block = "data" if address.startswith("data.") else "resource"
    kind, _, name = address.removeprefix("data.").partition(".")
    found: list[str | int] = [block, kind, name] if name and kind != "module" else list(filter(None, (kind, name)))
    value: Any = body
    for step in found:
        value = value.get(step, {})
    for word in filter(None, dotted.split(".")):
        decoded = json.loads(value) if isinstance(value, str) else value
        key: str | int = int(word) if isinstance(decoded, list) else word
        found.append(key)
        value = decoded[key] if isinstance(key, int) else (decoded or {}).get(key)
    return tuple(found)
