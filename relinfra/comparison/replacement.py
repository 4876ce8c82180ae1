"""The effect on a resource when one of its arguments changes: from a table made of dated `sources`.

`scripts/generate_replacement.py` makes the table, for exactly the types that our constructs make. Of any other type,
and of an argument that no source speaks of, the answer is that nobody knows.
"""

from __future__ import annotations

import json
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["Effect", "effect_of", "known_types", "replaced_by", "sources"]

_TAGS = ("tags", "tags_all")

# Terraform's own arguments, which change nothing in AWS.
_META = ("depends_on", "lifecycle", "timeouts")


class Effect(StrEnum):
    """An effect on a resource when an argument of it changes."""

    NONE = "none"
    IN_PLACE = "in_place"
    REPLACE = "replace"
    UNKNOWN = "unknown"


def effect_of(type_: str, argument: str) -> Effect:
    """Return what a change of an argument of a type does; `argument` is the first step of its path."""
    if argument in _META:
        return Effect.NONE
    known = _table()["types"].get(type_, {})
    if argument in known.get("replaced_by", ()):
        return Effect.REPLACE
    return Effect.IN_PLACE if argument in (*_TAGS, *known.get("in_place", ())) else Effect.UNKNOWN


def replaced_by(type_: str) -> tuple[str, ...]:
    """Return the arguments of a type that replace the resource; none of a type that is not known."""
    return tuple(_table()["types"].get(type_, {}).get("replaced_by", ()))


def known_types() -> tuple[str, ...]:
    """Return the types that the table speaks of."""
    return tuple(_table()["types"])


def sources() -> dict[str, str]:
    """Return where the table comes from: each source with its version and its day, and the `day` of the older one."""
    table = _table()
    return {"day": table["day"], **table["sources"]}


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(files(__package__).joinpath("replacement.json").read_text(encoding="utf-8"))
    return table
