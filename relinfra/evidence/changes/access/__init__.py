"""More that can be reached, by more, or less guarded on the way."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence.changes.access.exposure import exposure
from relinfra.evidence.changes.access.permissions import permissions
from relinfra.evidence.changes.access.reaches import reaches
from relinfra.evidence.changes.between import Between
from relinfra.evidence.changes.change import Change

__all__ = ["access"]


def access(between: Between) -> Iterator[Change]:
    """Yield everything that is reached by more than before."""
    yield from reaches(between)
    yield from permissions(between)
    yield from exposure(between)
