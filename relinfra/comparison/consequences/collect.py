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
from relinfra.comparison.consequences.resources import created, destroyed, moved

__all__ = ["consequences_of"]

_KINDS: tuple[Callable[[Between], Iterator[Consequence]], ...] = (
    destroyed,
    created,
    moved,
    replaced,
    database,
    access,
    capacity,
    protection,
)


def consequences_of(between: Between) -> Iterator[Consequence]:
    """Yield every consequence, one kind after another."""
    return chain.from_iterable(kind(between) for kind in _KINDS)
