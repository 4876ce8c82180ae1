"""Values that a waiver accepts, read where they stand: in the resource that fails, or in those that are about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relinfra.evidence.attribute import Attribute, decoded
from relinfra.evidence.resource import Resource

if TYPE_CHECKING:
    from relinfra.evidence.output import Output
    from relinfra.evidence.stack import Stack

__all__ = ["Accepted", "Place"]

Accepted = bool | int | float | str
TYPE = "aws_"
"""The way every type of AWS's provider begins, and hardly any argument."""


@dataclass(frozen=True)
class Place:
    """A resource that fails, in the output that it is of."""

    output: Output
    resource: Resource

    def admits(self, accepts: Mapping[str, Accepted]) -> bool:
        """Whether each accepted value is there, and no other wherever the argument is repeated."""
        return all(self._has(path, value) for path, value in accepts.items())

    def _has(self, path: str, value: Accepted) -> bool:
        found = list(self.at(path))
        return bool(found) and all(_same(one, value) for one in found)

    def at(self, path: str) -> Iterator[Attribute | None]:
        """Yield everything at a path; one that begins with a type is of the resources of it that refer to this one."""
        kind, _, rest = path.partition(".")
        own = list(_each(self.resource.root, path.split(".")))
        if any(own) or not (kind.startswith(TYPE) and rest):
            yield from own
            return
        for other in self._about(kind):
            yield from _each(other.root, rest.split("."))

    def _about(self, kind: str) -> Iterator[Resource]:
        """Yield the resources of a type, in the environment's stacks, that refer to this one."""
        for stack in self._around():
            for other in stack.find(kind):
                named = (one for one in _texts(other.root) if self.resource in self.output.follow(one))
                if next(named, None):
                    yield other

    def _around(self) -> Iterator[Stack]:
        own = self.output.stacks[self.resource.stack]
        environment = own.label("environment")
        for stack in self.output.stacks.values():
            if stack is own or (environment and stack.label("environment") == environment):
                yield stack


def _each(here: Attribute, steps: Sequence[str]) -> Iterator[Attribute | None]:
    """Yield what stands at a path in each of the blocks that are repeated; None for one in which nothing does."""
    if not steps:
        yield here
        return
    step, *rest = steps
    if isinstance(decoded(here.value), list) and not step.isdigit():
        for one in here.each():
            yield from _each(one, steps)
        return
    child = here.at(int(step) if step.isdigit() else step)
    if child is None:
        yield None
    else:
        yield from _each(child, rest)


def _texts(here: Attribute) -> Iterator[Attribute]:
    """Yield every text of a resource but its comment."""
    value = here.value
    if isinstance(value, str):
        yield here
    elif isinstance(value, list):
        for one in here.each():
            yield from _texts(one)
    elif isinstance(value, dict):
        inner = (here.at(name) for name in value if name != "//")
        yield from (text for one in inner if one for text in _texts(one))


def _same(found: Attribute | None, value: Accepted) -> bool:
    """Return whether an attribute has a value; Terraform takes numbers and switches as text too."""
    if found is None:
        return False
    if isinstance(value, bool):
        return str(found.value).lower() == str(value).lower()
    number = found.number if isinstance(value, int | float) else None
    return number == value if number is not None else found.value == value
