"""Values of a state as a configuration says them: only what it says, in its words where they mean the same."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from relinfra.evidence.fact import Json
from relinfra.evidence.stack import Stack

__all__ = ["SENSITIVE", "Known", "as_configured", "masked"]

SENSITIVE = "(sensitive value)"
"""A value of a state that nobody may see; that it differs is all that is told."""

_REFERENCE = re.compile(r"\$\{(?P<address>aws_\w+\.[\w-]+)\.(?P<attribute>\w+)\}")
_EXPRESSION = re.compile(r"(?<!\$)\$\{")
_META = ("lifecycle", "depends_on", "provider", "count", "for_each", "timeouts", "//")


@dataclass(frozen=True)
class Known:
    """The values that references of a stack can be followed to."""

    values: Mapping[str, Mapping[str, Any]]
    stack: Stack | None

    def resolve(self, text: str) -> str | None:
        """Return a text with its references replaced by values; None where one of them is not known here."""
        resolved = _REFERENCE.sub(self._value, text)
        if _EXPRESSION.search(resolved):
            return None
        return resolved.replace("$${", "${").replace("%%{", "%{")

    def _value(self, found: re.Match[str]) -> str:
        value = self.values.get(found["address"], {}).get(found["attribute"])
        return found[0] if not isinstance(value, str | int | float) else str(value)


def as_configured(said: Json, held: Json, sensitive: object, known: Known) -> Json:
    """Return what a state holds of what a configuration says; the very words of the configuration where both agree.

    What refers to something that cannot be followed here is taken to agree.
    """
    if sensitive is True:
        return said if _agree(said, held, known) else SENSITIVE
    if isinstance(said, str):
        return _text(said, held, known)
    if isinstance(said, dict):
        return _block(said, held, sensitive, known)
    if isinstance(said, list):
        return _list(said, held, sensitive, known)
    return said if _agree(said, held, known) else held


def masked(held: Json, sensitive: object) -> Json:
    """Return values of a state without the sensitive ones."""
    if sensitive is True:
        return SENSITIVE
    if isinstance(held, dict) and isinstance(sensitive, dict):
        return {key: masked(value, sensitive.get(key)) for key, value in held.items()}
    if isinstance(held, list) and isinstance(sensitive, list):
        hidden = (*sensitive, *[None] * len(held))
        return [masked(value, secret) for value, secret in zip(held, hidden, strict=False)]
    return held


def _text(said: str, held: Json, known: Known) -> Json:
    if said[:1] in ("{", "[") and isinstance(held, str) and held[:1] in ("{", "["):
        seen = _json(said, held, known)
        if seen is not None:
            return seen
    return said if _agree(said, held, known) else held


def _json(said: str, held: str, known: Known) -> str | None:
    """Return JSON text of a state as a configuration's JSON text says it, None where either is no JSON."""
    try:
        told, kept = cast("Json", json.loads(said)), cast("Json", json.loads(held))
    except ValueError:
        return None
    seen = as_configured(told, kept, None, known)
    return said if seen == told else json.dumps(seen)


def _block(said: Mapping[str, Json], held: Json, sensitive: object, known: Known) -> Json:
    if isinstance(held, list):
        held = held[0] if len(held) == 1 else held
        sensitive = sensitive[0] if isinstance(sensitive, list) and sensitive else sensitive
    if not isinstance(held, dict):
        return held
    hidden = sensitive if isinstance(sensitive, dict) else {}
    return {
        key: value if key in _META else as_configured(value, held.get(key), hidden.get(key), known)
        for key, value in said.items()
    }


def _list(said: Sequence[Json], held: Json, sensitive: object, known: Known) -> Json:
    if held is None and not said:
        return list(said)
    if not isinstance(held, list):
        return held
    left = list(held)
    hidden = sensitive if isinstance(sensitive, list) else []
    seen: list[Json] = []
    for one in said:
        # A set of Terraform has no order: what agrees with any member is that member.
        found = next((other for other in left if as_configured(one, other, None, known) == one), None)
        if found is not None:
            left.remove(found)
            seen.append(one)
    if len(seen) == len(said) and not left:
        return list(said)
    if len(held) == len(said) and all(isinstance(one, dict) for one in (*said, *held)):
        pairs = zip(said, held, (*hidden, *[None] * len(held)), strict=False)
        return [as_configured(one, other, secret, known) for one, other, secret in pairs]
    return [SENSITIVE if any(hidden) else one for one in held]


def _agree(said: Json, held: Json, known: Known) -> bool:
    """Whether a configured value is what a state holds: numbers and truth may be written as text."""
    if said is None or said == held:
        return True
    if isinstance(said, str):
        resolved = known.resolve(said)
        return resolved is None or resolved == _plain(held)
    return not isinstance(said, dict | list) and _plain(said) == _plain(held)


def _plain(value: Json) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
