"""A question asked of a resource as a whole: whether its arguments are those that it was written with."""

from __future__ import annotations

from abc import ABC
from collections.abc import Iterator

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.values import departures, keeps_values

__all__ = ["KeptRule"]


class KeptRule(StackRule, ABC):
    """Every resource of the named types has the values that its contract declares, and no others.

    An override on record is declared too. Of a resource without that contract nothing is said.
    """

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether its values are declared."""
        return isinstance(resource.declared("values"), str)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether they are what is declared."""
        yield keeps_values(resource, stack)

    def departures(self, resource: Resource, stack: Stack) -> Iterator[str]:
        """Yield the arguments that have another value, are missing, or are there beside."""
        yield from departures(resource, stack)
