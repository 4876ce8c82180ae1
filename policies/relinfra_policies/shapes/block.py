"""A Terraform block as Checkov hands it to a check, with its wrapping taken off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Block", "is_expression", "is_remote"]

PLANNED = frozenset({"__change_actions__", "start_line"})
"""The keys Checkov adds to what it reads from a plan: to a resource, and to a provider."""

UNPLANNED = frozenset({"//", "count", "depends_on", "for_each", "lifecycle", "provider"})
"""What no plan carries: what Terraform itself reads of a resource, and the contract that the matrix declares."""
# https://developer.hashicorp.com/terraform/internals/json-format#values-representation

EXPRESSION = re.compile(r"\$\{|^(?:\w+\(.*)?\b(?:var|local|module|data|each|count|aws_\w+)\.")
"""What only Terraform can evaluate; Checkov writes some references and calls of functions without their braces."""


REMOTE = re.compile(r"(?<![\w.-])(?:(?:data|var|local|module|each|count)\.|\w+\.(?:value|key)\b)")
"""What lies beyond a stack, and the elements of loops and of `dynamic` blocks over it."""


OTHER_STACK = "data.terraform_remote_state."


def is_expression(text: str) -> bool:
    """Return whether Terraform has to evaluate a text."""
    return bool(EXPRESSION.search(text))


def is_remote(text: str) -> bool:
    """Return whether a text refers to what another stack, a module or a variable decides."""
    return bool(REMOTE.search(text))


@dataclass(frozen=True, eq=False)
class Block:
    """One block: Checkov wraps every value in a list and leaves out what is not set."""

    conf: Mapping[str, Any]
    unknown: list[str] = field(default_factory=list)
    """Arguments that were asked for and hold what only Terraform can evaluate, or what a plan does not carry."""
    within_plan: bool = False
    """Whether this is a block of a resource that comes from a plan."""

    @property
    def planned(self) -> bool:
        """Whether this comes from a Terraform plan, without meta-arguments and values known after apply."""
        return self.within_plan or not PLANNED.isdisjoint(self.conf)

    def value(self, name: str) -> object:
        """Return the argument as it was written, or None where it is not set."""
        self._note_unplanned(name)
        wrapped = self.conf.get(name)
        self._note_remote(name, wrapped)
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
            self._note(name, value)
            return None

    def flag(self, name: str) -> bool | None:
        """Return the argument where it is a boolean or a string of one; None where it is not set or unknown."""
        value = self.value(name)
        if isinstance(value, str) and value.lower() in ("true", "false"):
            return value.lower() == "true"
        self._note(name, value)
        return value if isinstance(value, bool) else None

    def declared(self, name: str) -> Any:
        """Return what the matrix declares of this block under its comment `//`; None where it says nothing.

        Terraform ignores the comment, and a plan does not carry it.
        """
        self._note_unplanned("//")
        comment = self.conf.get("//")
        contract = comment.get("contract") if isinstance(comment, Mapping) else None
        return contract.get(name) if isinstance(contract, Mapping) else None

    def declared_number(self, name: str, default: float) -> float:
        """Return the number that the matrix declares, and the documented default where it declares none."""
        value = self.declared(name)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else default

    def declared_strings(self, name: str) -> tuple[str, ...]:
        """Return the texts that the matrix declares; none where it declares none."""
        return tuple(_flat(self.declared(name)))

    def strings(self, name: str) -> tuple[str, ...]:
        """Return the argument as a list of strings; a single string is a list of one."""
        return tuple(_flat(self.value(name)))

    def blocks(self, name: str) -> tuple[Block, ...]:
        """Return every nested block of that name."""
        self._note_unplanned(name)
        nested = self.conf.get(name)
        self._note_remote(name, nested)
        blocks = nested if isinstance(nested, list) else [nested]
        return tuple(Block(block, self.unknown, self.planned) for block in blocks if isinstance(block, Mapping))

    def block(self, name: str) -> Block:
        """Return the nested block of that name; an empty one where there is none."""
        return next(iter(self.blocks(name)), Block({}, self.unknown))

    def doubts(self, name: str, *, unread: bool) -> bool:
        """Return False, and note the argument as unknown where what it says cannot be read here."""
        if unread:
            self.unknown.append(name)
        return False

    def _note_unplanned(self, name: str) -> None:
        """Note an argument that this plan does not tell; one that is not set stands in it as null."""
        if not self.planned:
            return
        if name in UNPLANNED or name not in self.conf or _is_partial(self.conf[name]):
            self.unknown.append(name)

    def _note_remote(self, name: str, value: object) -> None:
        """Note what a variable, a local or a module decides: what it says, or how often it is there."""
        made = [block for block in _mappings(self.conf.get("dynamic")) if name in block]
        if made or any(map(_is_undecided, _flat(value))):
            self.unknown.append(name)

    def _note(self, name: str, value: object) -> None:
        if isinstance(value, str) and is_expression(value):
            self.unknown.append(name)


def _is_undecided(text: str) -> bool:
    """Return whether a text is what others decide; documents are read, and references to other stacks compared."""
    return not text.startswith(("{", "[")) and is_remote(text.replace(OTHER_STACK, ""))


def _is_partial(planned: object) -> bool:
    """Return whether a plan gives a reference for a value, or null for an element, that is known after apply."""
    values = planned[0] if isinstance(planned, list) and len(planned) == 1 else planned
    texts = values if isinstance(values, list) else [values]
    return any(isinstance(one, str) and is_expression(one) for one in texts) or (
        isinstance(values, list) and None in values
    )


def _mappings(value: object) -> Iterator[Mapping[str, Any]]:
    """Yield mappings out of as many lists as Checkov wrapped them in."""
    if isinstance(value, Mapping):
        yield value
    for item in value if isinstance(value, list) else ():
        yield from _mappings(item)


def _flat(value: object) -> Iterator[str]:
    """Yield strings out of as many lists as Checkov wrapped them in."""
    if isinstance(value, str):
        yield value
    for item in value if isinstance(value, list) else ():
        yield from _flat(item)
