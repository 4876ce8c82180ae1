"""Names in a release of what a matrix has: services, databases and environments."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relinfra.reading import Finding
from relinfra.reading.excerpt import named
from relinfra.reading.nearest import nearest

if TYPE_CHECKING:
    from relinfra.reading.problems import Path
    from relinfra.release.models import Release

__all__ = ["KnownNames", "unknown_names"]


@dataclass(frozen=True)
class KnownNames:
    """The names that a matrix has: of services and databases in any of its environments, and of these."""

    services: Collection[str]
    databases: Collection[str]
    environments: Collection[str]


def unknown_names(release: Release, known: KnownNames) -> Iterator[Finding]:
    """Yield every service, database and environment that the release names and the matrix does not have."""
    for key, change in release.database_changes.items():
        path = ("database_changes", key)
        yield from _unknown((*path, "service"), "service", change.service, known.services)
        yield from _unknown((*path, "database"), "database", change.database, known.databases)
        yield from _unknown((*path, "rehearsed_in"), "environment", change.rehearsed_in, known.environments)
    for key, pattern in release.log_patterns.items():
        yield from _unknown(("log_patterns", key, "service"), "service", pattern.service, known.services)
    if release.rollback_rehearsal:
        where = release.rollback_rehearsal.where
        yield from _unknown(("rollback_rehearsal", "where"), "environment", where, known.environments)


def _unknown(path: Path, kind: str, name: str | None, known: Collection[str]) -> Iterator[Finding]:
    if name is not None and name not in known:
        article = "an" if kind == "environment" else "a"
        hint = nearest(name, known) or f"the matrix has no {kind}"
        yield Finding(path, f"{article} {kind} of the matrix", named(name), hint, rule="references")
