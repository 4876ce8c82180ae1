"""One environment in one region: the stacks that belong together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, cast

from relinfra.evidence.declared import Declared
from relinfra.evidence.output import Output
from relinfra.evidence.path import Step
from relinfra.evidence.resource import Resource
from relinfra.evidence.stack import Stack

__all__ = ["StageStacks", "recovers", "stages_of"]

_RECOVERY = "recovery"

T = TypeVar("T")


@dataclass(frozen=True)
class StageStacks:
    """The stacks of one environment and region, with the recovery stack that protects them.

    `prepared` are those that are not there: they are applied when the region is lost.
    """

    output: Output
    environment: str
    region: str
    primary: bool
    stacks: tuple[Stack, ...]
    prepared: tuple[Stack, ...] = ()
    alone: bool = True
    """Whether its environment stands in no other region."""

    @property
    def id(self) -> str:
        """The prefix of its facts: the environment, with the region where it is not the primary one."""
        return self.environment if self.primary else f"{self.environment}@{self.region}"

    def declared(self, *keys: str) -> Declared | None:
        """Return what the matrix declares of it, where each region decides for itself, such as its recovery."""
        within = () if self.primary else ("regions", self.region)
        return self.output.declared.of(self.environment, *within, *keys)

    @cached_property
    def home(self) -> tuple[Stack, ...]:
        """The stacks in the region itself, without recovery."""
        return tuple(stack for stack in self.stacks if not recovers(stack))

    @property
    def recovery(self) -> tuple[Stack, ...]:
        """The stacks for the loss of the region."""
        return tuple(stack for stack in self.stacks if recovers(stack))

    def find(self, type: str) -> tuple[Resource, ...]:
        """Return the resources of a type in the region itself; of two with one address, the first stack's."""
        if type not in self._found:
            found = {one.address: one for stack in reversed(self.home) for one in stack.find(type)}
            self._found[type] = tuple(found[address] for address in sorted(found))
        return self._found[type]

    def referring(self, resource: Resource, type: str, *argument: Step) -> tuple[Resource, ...]:
        """Return the resources of a type whose argument refers to one, such as the scaling target of a service."""
        if (type, argument) not in self._referring:
            index: dict[Resource, dict[Resource, None]] = {}
            for one in self.find(type):
                for target in (target for place in one.each(*argument) for target in self.output.follow(place)):
                    index.setdefault(target, {})[one] = None
            self._referring[type, argument] = {target: tuple(ones) for target, ones in index.items()}
        return self._referring[type, argument].get(resource, ())

    def called(self, type: str, argument: str, name: str) -> Resource | None:
        """Return the resource of a type whose argument is a name, such as the alarm that a rule spells, or None."""
        if (type, argument) not in self._called:
            named = {text.text: one for one in self.find(type) if (text := one.at(argument))}
            self._called[type, argument] = named
        return self._called[type, argument].get(name)

    def remember(self, key: object, make: Callable[[], T]) -> T:
        """Return what follows from these stacks alone, worked out once: an index that many ask."""
        if key not in self._remembered:
            self._remembered[key] = make()
        return cast("T", self._remembered[key])

    def get(self, address: str) -> Resource | None:
        """Return the resource at an address in the region itself, or None."""
        return next((found for stack in self.home if (found := stack.get(address))), None)

    @cached_property
    def _remembered(self) -> dict[object, object]:
        return {}

    @cached_property
    def _found(self) -> dict[str, tuple[Resource, ...]]:
        return {}

    @cached_property
    def _referring(self) -> dict[tuple[str, tuple[Step, ...]], dict[Resource, tuple[Resource, ...]]]:
        return {}

    @cached_property
    def _called(self) -> dict[tuple[str, str], dict[str, Resource]]:
        return {}

    def owner(self, component: str) -> Stack | None:
        """Return the stack of a component."""
        return next((stack for stack in self.home if stack.label("component") == component), None)


def stages_of(output: Output) -> tuple[StageStacks, ...]:
    """Return the stacks of every stage, in promotion order, the primary region of an environment first."""
    return tuple(found for name in output.declared.environments for found in _of(output, name))


def _of(output: Output, environment: str) -> list[StageStacks]:
    named = output.declared.of(environment, "region")
    stacks = [stack for stack in output.stacks.values() if _belongs(output, stack, environment)]
    home = [stack for stack in stacks if not recovers(stack)]
    regions = sorted({stack.label("region") for stack in home})
    primary = str(named.value) if named else next(iter(regions), "")
    order = sorted(regions, key=lambda region: (region != primary, region))
    groups = {region: [stack for stack in home if stack.label("region") == region] for region in order}
    for stack in stacks:
        if recovers(stack):
            groups.get(_protected(stack, groups) or primary, []).append(stack)
    alone = len(order) == 1
    return [
        _stage(output, environment, region, groups[region], primary=region == primary, alone=alone) for region in order
    ]


def _stage(
    output: Output, environment: str, region: str, found: list[Stack], *, primary: bool, alone: bool
) -> StageStacks:
    there = tuple(one for one in found if not one.on_the_day)
    prepared = tuple(one for one in found if one.on_the_day)
    return StageStacks(output, environment, region, primary, there, prepared, alone)


def recovers(stack: Stack) -> bool:
    """Return whether a stack is one for the loss of a region."""
    return stack.label("component").split("-")[0] == _RECOVERY


def _belongs(output: Output, stack: Stack, environment: str) -> bool:
    listed = output.declared.stacks(environment)
    return stack.name in listed if listed else stack.label("environment") == environment


def _protected(stack: Stack, groups: dict[str, list[Stack]]) -> str | None:
    """Return the region whose stacks a recovery stack depends on."""
    for region, stacks in groups.items():
        if any(other.name in stack.dependencies for other in stacks):
            return region
    return None
