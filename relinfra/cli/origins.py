"""Values of an environment and their origins, as lines and as JSON."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from relinfra.api import load
from relinfra.matrix.provenance import provenance
from relinfra.reading.secrets import covered_value
from relinfra.visible import visible, visible_json

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from relinfra.matrix.provenance import Origin, Resolved

__all__ = ["json_of", "place", "resolved", "spelt"]


_READS_AS_ANOTHER = re.compile(r"(?i)[\d.+-]+$|(true|false|null|yes|no|on|off|~)$|[\s\[{\"'#&*!|>%@`]")


def resolved(matrix: Path, named: str) -> tuple[Resolved, ...]:
    """Return the values of an environment, or `ENVIRONMENT@REGION`, secrets covered.

    Raises `UsageError` and `MatrixError`.
    """
    environment, _, region = named.partition("@")
    return tuple(_without_secrets(one) for one in provenance(load(matrix), environment, region))


def _without_secrets(one: Resolved) -> Resolved:
    """Cover what looks like a secret: what is printed goes to terminals, logs of CI and issues."""
    overrode = tuple(replace(each, value=covered_value(one.path, each.value)) for each in one.overrode)
    origin = one.origin and replace(one.origin, value=covered_value(one.path, one.origin.value))
    return replace(one, value=covered_value(one.path, one.value), origin=origin, overrode=overrode)


def spelt(value: Any) -> str:
    """Return a value on one line, as YAML could have it: a text that reads as something else is in quotes."""
    plain = isinstance(value, str) and value and not _READS_AS_ANOTHER.match(value)
    return visible(value if plain else json.dumps(value, ensure_ascii=False))


def place(origin: Origin | None) -> str:
    """Return where a value stands."""
    return visible(f"{origin.position} ({origin.layer})") if origin else "relinfra (default)"


def json_of(values: Iterable[Resolved]) -> str:
    """Return values for programs."""
    return visible_json(json.dumps([_value(one) for one in values], indent=2, ensure_ascii=False))


def _value(one: Resolved) -> dict[str, Any]:
    return {
        "path": list(one.path),
        "value": one.value,
        "removed": one.removed,
        "layer": one.origin.layer if one.origin else "relinfra",
        "origin": _place(one.origin) if one.origin else None,
        "reason": one.reason,
        "overrode": [{"layer": each.layer, "value": each.value, "origin": _place(each)} for each in one.overrode],
    }


def _place(origin: Origin) -> dict[str, Any]:
    return {"file": origin.position.file, "line": origin.position.line, "column": origin.position.column}
