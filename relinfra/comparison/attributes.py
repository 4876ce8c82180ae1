"""Differences between the bodies of two resources, attribute by attribute."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from relinfra.comparison.replacement import Effect
from relinfra.evidence.attribute import Attribute, decoded
from relinfra.evidence.fact import Json
from relinfra.evidence.path import Step, written
from relinfra.evidence.resource import Resource

__all__ = ["AttributeChange", "Difference", "differences"]

_COMMENT = "//"
_KEYS = ("name", "Sid", "id", "key", "rule_name", "priority", "containerPort", "metric_name")
"""What tells the members of a list apart, the first that all of them have; else their place does."""


@dataclass(frozen=True)
class Difference:
    """A place that says something else: its steps, of which a member of a list is one by its name, and both values."""

    path: tuple[Step, ...]
    before: Json
    after: Json

    @property
    def argument(self) -> str:
        """The argument of the resource it is in."""
        return str(self.path[0]) if self.path else ""


@dataclass(frozen=True)
class AttributeChange:
    """One attribute that changes: its path as Terraform writes it, both values, and what that does to the resource.

    None is the absence of the attribute.
    """

    path: str
    before: Json
    after: Json
    effect: Effect


_Same = Callable[[Attribute, Attribute], bool]
_Alike = Callable[[Json, Json], bool]


def differences(former: Resource, present: Resource, same: _Same) -> tuple[Difference, ...]:
    """Return the innermost places that differ; `same` says of two texts whether they mean the same resource."""

    def alike(before: Json, after: Json) -> bool:
        was, now = former.root, present.root
        return same(
            Attribute(was.stack, was.address, (), before),
            Attribute(now.stack, now.address, (), after),
        )

    return tuple(_differing((), former.body, present.body, alike))


def _differing(path: tuple[Step, ...], was: Json, now: Json, alike: _Alike) -> Iterator[Difference]:
    before, after = decoded(was), decoded(now)
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted(before.keys() | after.keys()):
            if key != _COMMENT:
                yield from _differing((*path, key), before.get(key), after.get(key), alike)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _in_lists(path, before, after, alike)
    elif isinstance(before, dict | list) and isinstance(after, dict | list):
        # A block may be written alone or in a list.
        yield from _differing(path, _listed(before), _listed(after), alike)
    elif not (isinstance(before, str) and isinstance(after, str) and alike(before, after)):
        yield Difference(path, was, now)


def _in_lists(path: tuple[Step, ...], before: list[Json], after: list[Json], alike: _Alike) -> Iterator[Difference]:
    was, now = (_members(one) for one in (before, after))
    if was is not None and now is not None:
        for key in dict.fromkeys((*was, *now)):
            yield from _differing((*path, key), was.get(key), now.get(key), alike)
    elif not _same_set(before, after, alike):
        yield Difference(path, before, after)


def _members(items: Sequence[Json]) -> dict[Step, Json] | None:
    """Return the blocks of a list by what tells them apart; None for a list of plain values."""
    if not all(isinstance(item, dict) for item in items):
        return None
    blocks = cast("Sequence[dict[str, Json]]", items)
    for key in _KEYS:
        named = [str(block.get(key)) for block in blocks if isinstance(block.get(key), str | int)]
        if blocks and len(set(named)) == len(blocks):
            return dict(zip(named, blocks, strict=True))
    return dict(enumerate(blocks))


def _same_set(before: list[Json], after: list[Json], alike: _Alike) -> bool:
    """Whether two lists say the same in the same order, references aside."""
    return len(before) == len(after) and all(
        one == other or (isinstance(one, str) and isinstance(other, str) and alike(one, other))
        for one, other in zip(before, after, strict=True)
    )


def _listed(block: Json) -> Json:
    return block if isinstance(block, list) else [block]


def spelt(difference: Difference, effect: Effect) -> AttributeChange:
    """Return a difference as a change of an attribute."""
    return AttributeChange(written(difference.path), difference.before, difference.after, effect)
