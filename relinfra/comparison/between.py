"""Two synthesized outputs side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from relinfra.comparison.forced import Forced, forced
from relinfra.comparison.meaning import same_meaning
from relinfra.comparison.moves import moves_of
from relinfra.comparison.pair import Pair, Place
from relinfra.comparison.planned import Replacement
from relinfra.evidence.attribute import Attribute
from relinfra.evidence.output import Output
from relinfra.evidence.resource import Resource
from relinfra.evidence.stack import Stack

__all__ = ["Between", "managed"]

_DATA = "data."


@dataclass(frozen=True)
class Between:
    """A former output, the present one, and what Terraform plans to replace, by stack, where it was asked."""

    former: Output
    present: Output
    planned: Mapping[str, tuple[Replacement, ...]] = field(default_factory=dict)

    @cached_property
    def kept(self) -> tuple[Pair, ...]:
        """Every resource that is in both: at the same address of the same stack, or where a `moved` block leads."""
        return tuple(
            Pair(was, now)
            for name in sorted(self.former.stacks.keys() & self.present.stacks.keys())
            for was in managed(self.former.stacks[name])
            if (now := self._now(was))
        )

    @cached_property
    def gone(self) -> tuple[Resource, ...]:
        """Every resource that only the former output has at that place."""
        return tuple(one for one in _managed(self.former) if self._now(one) is None)

    @cached_property
    def come(self) -> tuple[Resource, ...]:
        """Every resource that only the present output has at that place."""
        kept = {(pair.present.stack, pair.present.address) for pair in self.kept}
        return tuple(one for one in _managed(self.present) if (one.stack, one.address) not in kept)

    @cached_property
    def renamed(self) -> tuple[Pair, ...]:
        """Every resource that a `moved` block gives another address."""
        return tuple(pair for pair in self.kept if pair.former.address != pair.present.address)

    @cached_property
    def replacements(self) -> dict[Place, Forced]:
        """Every replacement of what stays, by where it is today."""
        return forced(self.kept, (self.former, self.present), self.same, self.planned)

    def of(self, type: str) -> Iterator[Pair]:
        """Yield the pairs of one type."""
        return (pair for pair in self.kept if pair.former.type == type)

    def stage(self, stack: str) -> Attribute | None:
        """Return the tag that says which stage a stack belongs to."""
        found = self.present.stacks.get(stack) or self.former.stacks.get(stack)
        return found.tag("environment") if found else None

    def live(self, stack: str) -> bool:
        """Whether a stack is of an environment that customers use, or of none that is promoted to."""
        environment = self.place(stack)[0]
        declared = self.present.declared if self.present.stacks else self.former.declared
        promotion = declared.project("promotion")
        order = promotion.value if promotion and isinstance(promotion.value, tuple) else ()
        return not environment or environment not in order or environment in declared.live

    def place(self, stack: str) -> tuple[str, str]:
        """Return the environment and the region of a stack."""
        found = self.present.stacks.get(stack) or self.former.stacks.get(stack)
        return (found.label("environment"), found.label("region")) if found else ("", "")

    def elsewhere(self, one: Resource) -> Resource | None:
        """Return the same address in another stack of the same place, where it left one of them for the other."""
        left, came = self._gone_at, self._come_at
        others = came if one in left.get(one.address, ()) else left
        place = self.place(one.stack)
        found = [
            other
            for other in others.get(one.address, ())
            if other.stack != one.stack and self.place(other.stack) == place
        ]
        return found[0] if len(found) == 1 else None

    def same(self, was: Attribute | None, now: Attribute | None) -> bool:
        """Whether two attributes say the same, be it that the same resource is referred to in other words."""
        if was is None or now is None:
            return was is now
        if was.value == now.value:
            return True
        return same_meaning(was, now, self.former.follow, self.present.follow, self._place_now)

    def _place_now(self, was: Resource) -> str:
        now = self._now(was)
        return now.address if now else was.address

    def _now(self, was: Resource) -> Resource | None:
        """Return what a former resource is today."""
        stack = self.present.stacks.get(was.stack)
        if stack is None:
            return None
        address = self._moves.get(was.stack, {}).get(was.address, was.address)
        return stack.get(address)

    @cached_property
    def _gone_at(self) -> dict[str, list[Resource]]:
        return _by_address(self.gone)

    @cached_property
    def _come_at(self) -> dict[str, list[Resource]]:
        return _by_address(self.come)

    @cached_property
    def _moves(self) -> dict[str, dict[str, str]]:
        """The addresses that `moved` blocks give to resources of the former output, by stack."""
        return {
            name: moves_of(stack, self.former.stacks[name])
            for name, stack in self.present.stacks.items()
            if name in self.former.stacks
        }


def managed(stack: Stack) -> Iterator[Resource]:
    """Yield the resources of a stack that Terraform makes: all but data sources."""
    return (resource for resource in stack.resources if not resource.type.startswith(_DATA))


def _managed(output: Output) -> Iterator[Resource]:
    return (one for stack in output.stacks.values() for one in managed(stack))


def _by_address(resources: Iterable[Resource]) -> dict[str, list[Resource]]:
    found: dict[str, list[Resource]] = {}
    for one in resources:
        found.setdefault(one.address, []).append(one)
    return found
