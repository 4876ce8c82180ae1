"""Two synthesized outputs side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.changes.planned import Replacement
from relinfra.evidence.output import Output
from relinfra.evidence.resource import Resource
from relinfra.evidence.stack import Stack

__all__ = ["Between", "Pair"]

_DATA = "data."


class Pair(NamedTuple):
    """A resource as it was, and as it is."""

    former: Resource
    present: Resource


@dataclass(frozen=True)
class Between:
    """A former output, the present one, and what Terraform plans to replace, by stack, where it was asked."""

    former: Output
    present: Output
    planned: Mapping[str, tuple[Replacement, ...]] = field(default_factory=dict)

    @cached_property
    def kept(self) -> tuple[Pair, ...]:
        """Every resource that is in both, at the same address of the same stack."""
        both = sorted(self.former.stacks.keys() & self.present.stacks.keys())
        return tuple(
            Pair(was, now)
            for name in both
            for was in _managed(self.former.stacks[name])
            if (now := self.present.stacks[name].get(was.address))
        )

    @cached_property
    def gone(self) -> tuple[Resource, ...]:
        """Every resource that only the former output has at that place."""
        return tuple(_missing(self.former, self.present))

    @cached_property
    def come(self) -> tuple[Resource, ...]:
        """Every resource that only the present output has at that place."""
        return tuple(_missing(self.present, self.former))

    def of(self, type: str) -> Iterator[Pair]:
        """Yield the pairs of one type."""
        return (pair for pair in self.kept if pair.former.type == type)

    def stage(self, stack: str) -> Attribute | None:
        """Return the tag that says which stage a stack belongs to."""
        found = self.present.stacks.get(stack) or self.former.stacks.get(stack)
        return found.tag("environment") if found else None

    def place(self, stack: str) -> tuple[str, str]:
        """Return the environment and the region of a stack."""
        found = self.present.stacks.get(stack) or self.former.stacks.get(stack)
        return (found.label("environment"), found.label("region")) if found else ("", "")

    def same(self, was: Attribute | None, now: Attribute | None) -> bool:
        """Whether two attributes say the same, be it that the same resource is referred to in other words."""
        if was is None or now is None:
            return was is now
        if was.value == now.value:
            return True
        before, after = self.former.follow(was), self.present.follow(now)
        return bool(before) and [one.address for one in before] == [one.address for one in after]


def _managed(stack: Stack) -> Iterator[Resource]:
    return (resource for resource in stack.resources if not resource.type.startswith(_DATA))


def _missing(here: Output, there: Output) -> Iterator[Resource]:
    for name, stack in here.stacks.items():
        other = there.stacks.get(name)
        yield from (one for one in _managed(stack) if other is None or other.get(one.address) is None)
