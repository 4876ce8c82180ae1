"""Differences between two environments, and which of them are meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from relinfra.comparison import Action, Change, compare
from relinfra.comparison.environments import environments_as_outputs
from relinfra.evidence import Output
from relinfra.evidence.fact import Json

__all__ = ["Declared", "Parity", "Unlike", "find_parity"]

_RESOURCE = "*"
_ORDER = "depends_on"
"""An order in which Terraform works follows from what there is, and is no difference of its own."""


@dataclass(frozen=True)
class Declared:
    """A difference that the matrix declares, with the line that does."""

    resources: tuple[str, ...]
    attributes: tuple[str, ...]
    components: tuple[str, ...]
    reason: str
    place: str

    def covers(self, stack: str, address: str, path: str) -> bool:
        """Whether it speaks of an attribute, or of one it lies below; an empty path is the resource as a whole."""
        if self.components and stack.partition("@")[0] not in self.components:
            return False
        if not any(fnmatchcase(address, pattern) for pattern in self.resources):
            return False
        if not path:
            return _RESOURCE in self.attributes
        return any(fnmatchcase(above, pattern) for pattern in self.attributes for above in _above(path))


@dataclass(frozen=True)
class Unlike:
    """One attribute that two environments have otherwise; an empty path is a resource that only one of them has."""

    stack: str
    address: str
    path: str
    first: Json
    second: Json
    declared: Declared | None

    @property
    def intended(self) -> bool:
        """Whether the matrix declares it."""
        return self.declared is not None


@dataclass(frozen=True)
class Parity:
    """Two environments, everything in which they differ, and what is declared and does not differ any more."""

    first: str
    second: str
    differences: tuple[Unlike, ...]
    stale: tuple[Declared, ...]

    @property
    def ok(self) -> bool:
        """Whether every difference is meant, and every one that is meant is there."""
        return all(one.intended for one in self.differences) and not self.stale

    @property
    def unintended(self) -> tuple[Unlike, ...]:
        """The differences that nobody declared."""
        return tuple(one for one in self.differences if not one.intended)


def find_parity(output: Output, first: str, second: str) -> Parity:
    """Compare two environments of an output by what was synthesized.

    Raises `UsageError` for an environment without stacks.
    """
    comparison = compare(*environments_as_outputs(output, first, second))
    declared = tuple(_declared(output, first, second))
    found = tuple(_unlike(declared, change) for change in comparison.resources)
    differences = tuple(one for ones in found for one in ones)
    used = {one.declared for one in differences}
    return Parity(first, second, differences, tuple(one for one in declared if one not in used))


def _unlike(declared: tuple[Declared, ...], change: Change) -> list[Unlike]:
    if change.action in (Action.CREATE, Action.DESTROY, Action.LEAVE):
        sides: tuple[tuple[str, Json, Json], ...] = (("", change.former is not None, change.present is not None),)
    else:
        sides = tuple((one.path, one.before, one.after) for one in change.attributes if one.path != _ORDER)
    return [
        Unlike(change.stack, change.address, path, first, second, _covering(declared, change, path))
        for path, first, second in sides
    ]


def _covering(declared: tuple[Declared, ...], change: Change, path: str) -> Declared | None:
    return next((one for one in declared if one.covers(change.stack, change.address, path)), None)


def _declared(output: Output, first: str, second: str) -> Iterator[Declared]:
    for one in output.declared.parity:
        if set(_texts(one, "between")) == {first, second}:
            place = f"{one.get('file')}:{one.get('line')}"
            resources, attributes, components = (_texts(one, key) for key in ("resources", "attributes", "components"))
            yield Declared(resources, attributes, components, str(one.get("reason", "")), place)


def _texts(one: Mapping[str, Json], key: str) -> tuple[str, ...]:
    found = one.get(key)
    return tuple(str(text) for text in found) if isinstance(found, list) else ()


def _above(path: str) -> Iterator[str]:
    """Yield a path and every path it lies below: `a[0].b`, `a[0]`, `a`."""
    yield path
    for index in range(len(path) - 1, 0, -1):
        if path[index] in ".[":
            yield path[:index]
