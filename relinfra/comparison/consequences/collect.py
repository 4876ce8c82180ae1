"""Everything that follows from what differs between two outputs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from relinfra.comparison.between import Between
from relinfra.comparison.consequence import Consequence
from relinfra.comparison.consequences.access import access
from relinfra.comparison.consequences.capacity import capacity
from relinfra.comparison.consequences.database import database
from relinfra.comparison.consequences.protection import protection
from relinfra.comparison.consequences.replaced import replaced
from relinfra.comparison.consequences.resources import created, destroyed, left, moved
from relinfra.comparison.forced import ignored
from relinfra.evidence.path import parsed

__all__ = ["consequences_of"]

_KINDS: tuple[Callable[[Between], Iterator[Consequence]], ...] = (
    destroyed,
    left,
    created,
    moved,
    replaced,
    database,
    access,
    capacity,
    protection,
)


def consequences_of(between: Between) -> Iterator[Consequence]:
    """Yield every consequence, one kind after another; a change that Terraform is told to ignore has none."""
    ignoring = {pair.place: pair for pair in between.kept if pair.present.at("lifecycle", "ignore_changes")}
    for one in chain.from_iterable(kind(between) for kind in _KINDS):
        pair = ignoring.get((one.stack, one.address))
        if pair is None or not ignored(pair, str(parsed(one.what)[0])):
            yield one
