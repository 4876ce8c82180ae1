"""Whether a difference of two environments in the matrix is meant, by what `parity` declares of their resources.

A declaration speaks of Terraform, a drift of the matrix. What leads from one to the other is composed: the environment
as it is, and with the value of the other one; what then differs is what follows from the drift.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from relinfra.comparison.attributes import differences
from relinfra.composing import bodies
from relinfra.errors import ToolError
from relinfra.evidence import Resource
from relinfra.evidence.path import written
from relinfra.linter.at_path import replaced, value_at
from relinfra.review.parity import Declared

if TYPE_CHECKING:
    from relinfra.linter.drift import Difference
    from relinfra.matrix import Matrix

__all__ = ["Intentions"]


class Intentions:
    """Intentions of a matrix about two of its environments: calling it says whether a difference is meant."""

    def __init__(self, matrix: Matrix, before: str, live: str) -> None:
        self._matrix, self._before, self._live = matrix, before, live
        self._declared = [
            Declared(one.resources, one.attributes, one.components or (), one.reason, "")
            for one in matrix.parity
            if {*one.between} == {before, live}
        ]

    @classmethod
    def of(cls, matrix: Matrix) -> Mapping[str, Intentions]:
        """Return those about each live environment and the stage before all of them; there are none without that."""
        before = matrix.before_live
        return {live: cls(matrix, before, live) for live in matrix.live} if before else {}

    def __call__(self, one: Difference) -> bool:
        """Whether something follows from a difference, and all of it is declared."""
        if not self._declared:
            return False
        effects = list(self._effects(one))
        return bool(effects) and all(any(each.covers(*effect) for each in self._declared) for effect in effects)

    @cached_property
    def _own(self) -> dict[tuple[str, str], Any]:
        return bodies(self._matrix, self._live)

    def _effects(self, one: Difference) -> Iterator[tuple[str, str, str]]:
        """Yield the component, the address and the attribute of all that follows; an empty one is a whole resource."""
        value = value_at(self._matrix.environments[self._before], one.whole)
        try:
            other = bodies(replaced(self._matrix, ("environments", self._live, *one.whole), value), self._live)
        except (KeyError, ToolError):
            return  # what cannot be composed alone says nothing
        for place in sorted(self._own.keys() | other.keys()):
            here, there = self._own.get(place), other.get(place)
            if here is None or there is None:
                yield (*place, "")
            elif here != there:
                for found in differences(_resource(place, here), _resource(place, there), lambda a, b: a == b):
                    yield (*place, written(found.path))


def _resource(place: tuple[str, str], body: Any) -> Resource:
    kind, _, name = place[1].partition(".")
    return Resource(place[0], kind, name, body)
