"""A resource that two outputs have."""

from __future__ import annotations

from typing import NamedTuple

from relinfra.evidence.output import Output
from relinfra.evidence.resource import Resource

__all__ = ["Pair", "Place", "region_of"]

Place = tuple[str, str]
"""A stack and an address in it."""


class Pair(NamedTuple):
    """A resource as it was, and as it is."""

    former: Resource
    present: Resource

    @property
    def given(self) -> set[str]:
        """The arguments that are set on either side."""
        return {name for side in self if isinstance(side.body, dict) for name in side.body}

    @property
    def place(self) -> Place:
        """The place where it is today."""
        return self.present.stack, self.present.address


def region_of(output: Output, resource: Resource) -> str:
    """Return the region that a resource is made in: its own argument's, or else that of its provider."""
    own = resource.at("region")
    if own:
        return own.text
    named = resource.at("provider")
    alias = named.text.partition(".")[2] if named else ""
    return output.stacks[resource.stack].regions.get(alias, "")
