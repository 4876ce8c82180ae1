"""One synthesized stack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import final

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.fact import Json, TerraformEvidence
from relinfra.evidence.resource import Resource

__all__ = ["Stack"]


@final
@dataclass(frozen=True)
class Stack:
    """A stack: `cdk.tf.json` as `body`, `versions.tf` as `versions` (empty where there is none)."""

    name: str
    dependencies: tuple[str, ...]
    body: dict[str, Json]
    versions: dict[str, Json]

    @cached_property
    def resources(self) -> tuple[Resource, ...]:
        """Resources and data sources in the order of their addresses."""
        found = [*_resources(self.name, "", self.body.get("resource"))]
        found += _resources(self.name, "data.", self.body.get("data"))
        return tuple(sorted(found, key=lambda resource: resource.address))

    def find(self, type: str) -> tuple[Resource, ...]:
        """Return the resources of one type."""
        return self._by_type.get(type, ())

    def get(self, address: str) -> Resource | None:
        """Return the resource at an address, or None."""
        return self._by_address.get(address)

    def element(self, *path: str) -> Attribute | None:
        """Return a part that is no resource, as `element("provider", "aws")`; the path is its address."""
        root = Attribute(self.name, ".".join(path), (), self.body)
        found = root.at(*path)
        return found and Attribute(self.name, ".".join(path), (), found.value)

    @property
    def backend(self) -> Attribute | None:
        """The backend in S3 that keeps the state; None where it has none."""
        return self.element("terraform", "backend", "s3")

    @property
    def on_the_day(self) -> Attribute | None:
        """The word that the stack is applied when a region is lost, and not before; None of any other."""
        found = self.backend and self.backend.at("//", "contract", "on_the_day")
        return found if found and found.flag else None

    @cached_property
    def regions(self) -> Mapping[str, str]:
        """The regions of the configurations of the provider, by their aliases; that of the usual one is empty."""
        provider = self.element("provider", "aws")
        ones = provider.each() if provider else ()
        return {_text(one.at("alias")): _text(one.at("region")) for one in reversed(ones)}

    def version(self) -> Attribute | None:
        """Return the Terraform versions the stack asks for."""
        root = Attribute(self.name, "terraform", (), dict(self.versions)).at("terraform", "required_version")
        return root and Attribute(self.name, "terraform", ("required_version",), root.value)

    def tag(self, key: str) -> Attribute | None:
        """Return a tag that the provider puts on everything in the stack."""
        provider = self.element("provider", "aws")
        return provider and provider.at("default_tags", "tags", key)

    def label(self, key: str) -> str:
        """Return a default tag as text, empty where there is none."""
        tag = self.tag(key)
        return tag.text if tag else ""

    def count(self, type: str = "resource") -> TerraformEvidence:
        """Return how many resources of a type the stack has; of `resource`, all but data sources."""
        if type == "resource":
            number = sum(not resource.type.startswith("data.") for resource in self.resources)
        else:
            number = len(self.find(type))
        return TerraformEvidence(self.name, type, "count", number)

    @cached_property
    def _by_type(self) -> dict[str, tuple[Resource, ...]]:
        found: dict[str, list[Resource]] = {}
        for resource in self.resources:
            found.setdefault(resource.type, []).append(resource)
        return {type_: tuple(resources) for type_, resources in found.items()}

    @cached_property
    def _by_address(self) -> dict[str, Resource]:
        return {resource.address: resource for resource in self.resources}


def _resources(stack: str, prefix: str, types: Json) -> list[Resource]:
    if not isinstance(types, dict):
        return []
    return [
        Resource(stack, prefix + type_, name, body)
        for type_, named in types.items()
        if isinstance(named, dict) and type_ != "terraform_remote_state"
        for name, body in named.items()
    ]


def _text(found: Attribute | None) -> str:
    return found.text if found else ""
