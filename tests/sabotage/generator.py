"""Every single change of a stack, from what stands in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tests.sabotage.mutation import REMOVED, Mutation, Path
from tests.sabotage.texts import numbers, texts

__all__ = ["mutations"]

SKIPPED = {"//", "metadata"}
PARTS = ("resource", "data", "provider", "terraform", "locals", "variable", "output")
FEW = 6
"""Elements of a list up to which each is taken out by itself; of longer ones the first and the last."""

Change = tuple[Path, str, Any]


def mutations(stack: str, body: Mapping[str, Any]) -> Iterator[Mutation]:
    """Yield every change of every part of a stack, those that concern what its contract declares marked so."""
    siblings = {kind: tuple(sorted(named)) for kind, named in body.get("resource", {}).items()}
    for part in PARTS:
        for path, change, value in _entries((part,), body.get(part, {}), siblings):
            contract = part == "resource" and _declared(body, path)
            yield Mutation(stack, change, ((path, value),), "contract" if contract else "attribute")
    yield from _added(stack, body)


def _entries(path: Path, value: Any, siblings: dict[str, tuple[str, ...]]) -> Iterator[Change]:
    """Yield changes of everything in a mapping or list, and its removal."""
    keys = range(len(value)) if isinstance(value, list) else sorted(set(value) - SKIPPED)
    few = {*keys} if len(value) <= FEW else {0, len(value) - 1}
    for key in keys:
        here = (*path, key)
        if _is_removable(here) and (isinstance(value, dict) or (key in few and len(value) > 1)):
            yield here, "removed", REMOVED
        yield from _changes(here, value[key], siblings)


def _is_removable(path: Path) -> bool:
    """Return whether Terraform reads what is left: there is no block without a type and a name."""
    return len(path) > (2 if path[0] in {"resource", "data"} else 1)


def _changes(path: Path, value: Any, siblings: dict[str, tuple[str, ...]]) -> Iterator[Change]:
    decoded = _decoded(value)
    if isinstance(decoded, dict):
        yield from _entries(path, decoded, siblings)
        yield from _widened(path, decoded)
    elif isinstance(decoded, list):
        if decoded and _is_removable(path):
            yield path, "emptied", [] if isinstance(value, list) else "[]"
        yield from _entries(path, decoded, siblings)
    elif isinstance(value, bool):
        yield path, "flipped", not value
    elif isinstance(value, int | float):
        yield from ((path, change, number) for change, number in numbers(value))
    elif isinstance(value, str):
        yield from ((path, change, text) for change, text in texts(value, siblings))


def _decoded(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in {"{", "["}:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _widened(path: Path, value: dict[str, Any]) -> Iterator[Change]:
    """Yield what widens a statement of IAM."""
    if "Effect" not in value:
        return
    for name, wide in (("Action", "*"), ("Resource", "*"), ("Principal", {"AWS": "*"})):
        if name in value and value[name] not in (wide, [wide], {"AWS": ["*"]}):
            yield (*path, name), "widened", wide


def _declared(body: Mapping[str, Any], path: Path) -> bool:
    """Return whether a value is one that the contract beside the resource declares."""
    block: Any = body["resource"][path[1]][path[2]] if len(path) > len(("resource", "type", "name")) else {}
    declared = block.get("//", {}).get("contract", {}).values() if isinstance(block, dict) else ()
    value: Any = block
    for step in path[3:]:
        value = _decoded(value)[step]
    return not isinstance(value, dict | list) and str(value) in set(map(str, declared))


def _added(stack: str, body: Mapping[str, Any]) -> Iterator[Mutation]:
    """Yield what may be added to a resource of each type."""
    for kind, named in sorted(body.get("resource", {}).items()):
        path = ("resource", kind, min(named))
        lifecycle = named[path[2]].get("lifecycle", {})
        yield Mutation(stack, "added", (((*path, "count"), 0),))
        yield Mutation(stack, "added", (((*path, "provisioner"), [{"local-exec": {"command": "true"}}]),))
        yield Mutation(stack, "added", (((*path, "lifecycle"), {**lifecycle, "ignore_changes": "all"}),))
