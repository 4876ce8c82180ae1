"""A resource that two outputs have."""

from __future__ import annotations

from typing import NamedTuple

from relinfra.evidence.attribute import Attribute
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
    provider = output.stacks[resource.stack].element("provider", "aws")
    for one in provider.each() if provider else ():
        if _text(one.at("alias")) == alias:
            return _text(one.at("region"))
    return ""


def _text(found: Attribute | None) -> str:
    return found.text if found else ""
