"""The provider schema, and what of it some arguments break."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, cast

from .expression import is_expression

__all__ = ["Block", "argument_problems", "load", "nearest", "normalize"]

Block = Mapping[str, Any]
"""`attributes` (name to type), `blocks` (name to block), `required`, `computed`, and `many` where it may repeat."""

_LIST = "list("
_MAP = "map("
_WORDS = {
    "string": "a string",
    "number": "a number",
    "bool": "true or false",
    _LIST: "a list",
    _MAP: "a mapping",
}


@cache
def load() -> Mapping[str, Any]:
    """Return the schema: `resources` and `data` by type, and `provider`."""
    return cast("Mapping[str, Any]", json.loads(files(__package__).joinpath("schema.json").read_text("utf-8")))


def nearest(name: str, known: Sequence[str]) -> str:
    """Return a hint that names the nearest of `known`, or an empty string."""
    close = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def normalize(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments without those that are None, at every depth; Terraform reads null as absent."""
    return {name: _normal(value) for name, value in arguments.items() if value is not None}


def _normal(value: Any) -> Any:
    if isinstance(value, Mapping):
        return normalize(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_normal(item) for item in value]
    return value


def argument_problems(block: Block, arguments: Mapping[str, Any], where: str = "") -> Iterator[str]:
    """Yield what `arguments` break: unknown, missing, of a wrong type, or repeated where only one is allowed."""
    attributes, blocks = block.get("attributes", {}), block.get("blocks", {})
    for name, value in arguments.items():
        at = f"{where}{name}"
        if name in attributes:
            yield from _type_problems(attributes[name], value, at)
        elif name in blocks:
            yield from _block_problems(blocks[name], value, at)
        elif name in block.get("computed", ()):
            yield f"{at} is set by the provider; it cannot be an argument"
        else:
            yield f"unknown argument {at!r}{nearest(name, [*attributes, *blocks])}"
    for name in block.get("required", ()):
        if name not in arguments:
            yield f"missing required argument {where + name!r}"


def _block_problems(block: Block, value: Any, at: str) -> Iterator[str]:
    if is_expression(value):
        return
    items = [value] if isinstance(value, Mapping) else value
    if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
        yield f"{at}: expected a block (a mapping{' or a list of them' if block['many'] else ''}), found {_show(value)}"
    elif len(items) > 1 and not block["many"]:
        yield f"{at}: expected at most one block, found {len(items)}"
    else:
        for index, item in enumerate(items):
            yield from argument_problems(block, item, f"{at}[{index}]." if len(items) > 1 else f"{at}.")


def _type_problems(kind: str, value: Any, at: str) -> Iterator[str]:
    if kind == "any" or is_expression(value):
        return
    for prefix, container in ((_LIST, list), (_MAP, dict)):
        if kind.startswith(prefix):
            if not isinstance(value, container):
                yield f"{at}: expected {_WORDS[prefix]}, found {_show(value)}"
                return
            entries = value.items() if isinstance(value, dict) else enumerate(value)
            for key, item in entries:
                yield from _type_problems(kind[len(prefix) : -1], item, f"{at}[{key!r}]")
            return
    if not _is_scalar(kind, value):
        yield f"{at}: expected {_WORDS[kind]}, found {_show(value)}"


def _is_scalar(kind: str, value: Any) -> bool:
    if kind == "string":
        return isinstance(value, str)
    if kind == "bool":
        return isinstance(value, bool)
    return isinstance(value, int | float) and not isinstance(value, bool)


def _show(value: Any) -> str:
    return f"{value!r:.80} ({type(value).__name__})"
