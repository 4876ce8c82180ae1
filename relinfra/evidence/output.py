"""A synthesized folder as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.declared import Declarations
from relinfra.evidence.fact import Json, TerraformEvidence
from relinfra.evidence.path import parsed
from relinfra.evidence.reference import Reference, references
from relinfra.evidence.resource import Resource
from relinfra.evidence.stack import Stack

__all__ = ["Output"]


@dataclass(frozen=True)
class Output:
    """Everything `cdktf.out` says: stacks by name, the version of cdktf, and what was declared."""

    cdktf_version: str
    stacks: dict[str, Stack]
    declared: Declarations = field(repr=False)

    def follow(self, attribute: Attribute | None) -> tuple[Resource, ...]:
        """Return the resources a value refers to, through locals and across stacks."""
        if attribute is None or not isinstance(attribute.value, str):
            return ()
        place = (attribute.stack, attribute.value)
        if place not in self._followed:
            self._followed[place] = tuple(self._targets(self.stacks[attribute.stack], attribute.value, set()))
        return self._followed[place]

    def follow_one(self, attribute: Attribute | None, type: str) -> Resource | None:
        """Return the first resource of a type that a value refers to, or None."""
        return next((found for found in self.follow(attribute) if found.type == type), None)

    def resolve(self, evidence: TerraformEvidence) -> Json:
        """Return what stands today at the place an evidence names, None where there is nothing any more."""
        stack = self.stacks.get(evidence.stack)
        if stack is None:
            return None
        if evidence.attribute == "count":
            return stack.count(evidence.address).value
        place = _place(stack, evidence.address)
        return _at(place, evidence.attribute) if place else None

    def _targets(self, stack: Stack, value: Json, seen: set[tuple[str, Reference]]) -> list[Resource]:
        if not isinstance(value, str):
            return []
        found: list[Resource] = []
        for reference in references(value):
            if (stack.name, reference) not in seen:
                seen.add((stack.name, reference))
                found += self._target(stack, reference, seen)
        return found

    def _target(self, stack: Stack, reference: Reference, seen: set[tuple[str, Reference]]) -> list[Resource]:
        if reference.kind == "local":
            local = stack.element("locals", reference.name)
            return self._targets(stack, local.value, seen) if local else []
        if reference.kind == "output":
            source = self._remote(stack, reference.scope)
            output = source and source.element("output", reference.name)
            value = output and output.at("value")
            return self._targets(source, value.value, seen) if source and value else []
        resource = stack.get(f"{reference.kind}.{reference.name}")
        return [resource] if resource else []

    def _remote(self, stack: Stack, name: str) -> Stack | None:
        """Return the stack whose state is read: the one that stores it under the same key."""
        config = stack.element("data", "terraform_remote_state", name, "config")
        key = config and (config.at("key") or config.at("path"))
        return self._by_state.get(key.text) if key else None

    @cached_property
    def _followed(self) -> dict[tuple[str, str], tuple[Resource, ...]]:
        """The resources that values were found to refer to: many places refer to one."""
        return {}

    @cached_property
    def _by_state(self) -> dict[str, Stack]:
        keys = {}
        for stack in self.stacks.values():
            for path in (("s3", "key"), ("local", "path")):
                key = stack.element("terraform", "backend", *path)
                if key:
                    keys[key.text] = stack
        return keys


def _place(stack: Stack, address: str) -> Attribute | None:
    resource = stack.get(address)
    if resource:
        return resource.root
    if address == "terraform" and (version := stack.version()):
        return Attribute(stack.name, address, (), {"required_version": version.value})
    return stack.element(*address.split("."))


def _at(place: Attribute, path: str) -> Json:
    found = place.at(*parsed(path))
    return found.value if found else None
