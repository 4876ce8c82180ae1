"""A place in the synthesized JSON: a value together with the way that leads to it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import isfinite
from typing import cast, final

from relinfra.evidence.fact import Figure, Json, TerraformEvidence
from relinfra.evidence.path import Step, written

__all__ = ["Attribute", "decoded"]


@final
@dataclass(frozen=True, slots=True)
class Attribute:
    """A value at `path` of `address` in `stack`; the root of a resource has an empty path."""

    stack: str
    address: str
    path: tuple[Step, ...]
    value: Json

    def at(self, *steps: Step) -> Attribute | None:
        """Return what lies further down, or None where nothing or null does.

        A block written as a list of one is entered without its index, and JSON text is entered like a block.
        """
        value, path = self.value, list(self.path)
        for step in steps:
            value = decoded(value)
            if isinstance(step, str) and isinstance(value, list) and value:
                path.append(0)
                value = value[0]
            path.append(step)
            value = _child(value, step)
            if value is None:
                return None
        return Attribute(self.stack, self.address, tuple(path), value)

    def each(self, *steps: Step) -> tuple[Attribute, ...]:
        """Return the repeated blocks or list elements found there; a lone block counts as one."""
        found = self.at(*steps)
        if found is None:
            return ()
        value = decoded(found.value)
        if not isinstance(value, list):
            return (found,)
        return tuple(
            Attribute(found.stack, found.address, (*found.path, index), item) for index, item in enumerate(value)
        )

    @property
    def evidence(self) -> TerraformEvidence:
        """The place as evidence."""
        return TerraformEvidence(self.stack, self.address, written(self.path), self.value)

    @property
    def text(self) -> str:
        """The value as text, with Terraform's template escapes undone."""
        return str(self.value).replace("$${", "${").replace("%%{", "%{")

    @property
    def figure(self) -> Figure:
        """The value as a number, or as the text it is where Terraform will compute it."""
        return self.text if self.number is None else self.number

    @property
    def number(self) -> int | float | None:
        """The value as a number, be it written as text; None where Terraform will compute it."""
        try:
            number = float(str(self.value))
        except ValueError:
            return None
        if not isfinite(number):
            return None
        return int(number) if number.is_integer() else number

    @property
    def flag(self) -> bool:
        """The value as a truth value; Terraform also takes `"true"`."""
        return self.value is True or self.value == "true"


def _child(value: Json, step: Step) -> Json:
    if isinstance(value, dict) and isinstance(step, str):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None


def decoded(value: Json) -> Json:
    """Return what JSON text says; any other value as it is."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return cast("Json", json.loads(value))
        except ValueError:
            return value
    return value
