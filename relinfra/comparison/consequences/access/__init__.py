"""More that can be reached, by more, or less guarded on the way."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.comparison.between import Between
from relinfra.comparison.consequence import Consequence
from relinfra.comparison.consequences.access.exposure import exposure
from relinfra.comparison.consequences.access.permissions import permissions
from relinfra.comparison.consequences.access.reaches import reaches

__all__ = ["access"]


def access(between: Between) -> Iterator[Consequence]:
    """Yield everything that is reached by more than before."""
    yield from reaches(between)
    yield from permissions(between)
    yield from exposure(between)
