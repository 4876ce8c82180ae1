"""A Terraform block as Checkov hands it to a check, with its wrapping taken off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Block"]

PLANNED = "__change_actions__"
"""The key Checkov adds to what it reads from a plan."""


@dataclass(frozen=True)
class Block:
    """One block: Checkov wraps every value in a list and leaves out what is not set."""

    conf: Mapping[str, Any]

    @property
    def planned(self) -> bool:
        """Whether this comes from a Terraform plan, without meta-arguments and values known after apply."""
        return PLANNED in self.conf

    def value(self, name: str) -> object:
        """Return the argument as it was written, or None where it is not set."""
        wrapped = self.conf.get(name)
        return wrapped[0] if isinstance(wrapped, list) and len(wrapped) == 1 else wrapped

    def text(self, name: str) -> str:
        """Return the argument where it is a non-empty string, else the empty string."""
        value = self.value(name)
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> float | None:
        """Return the argument where it is a number or a string of one: Terraform accepts both."""
        value = self.value(name)
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            return None
        try:
            return float(value)
        except ValueError:
            return None

    def strings(self, name: str) -> tuple[str, ...]:
        """Return the argument as a list of strings; a single string is a list of one."""
        value = self.value(name)
        values = value if isinstance(value, list) else [value]
        return tuple(item for item in values if isinstance(item, str))

    def blocks(self, name: str) -> tuple[Block, ...]:
        """Return every nested block of that name."""
        nested = self.conf.get(name)
        blocks = nested if isinstance(nested, list) else [nested]
        return tuple(Block(block) for block in blocks if isinstance(block, Mapping))

    def block(self, name: str) -> Block:
        """Return the nested block of that name; an empty one where there is none."""
        return next(iter(self.blocks(name)), Block({}))
