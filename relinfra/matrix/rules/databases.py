"""Databases that AWS would refuse to create."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.rules.finding import Scope

__all__ = ["storage_can_grow"]


def storage_can_grow(scope: Scope) -> Iterator[Finding]:
    """Demand, as RDS does, that storage may grow by a tenth at least."""
    for key, database in scope.environment.databases.items():
        least = -(-database.storage_gib * 11 // 10)
        if database.max_storage_gib is not None and database.max_storage_gib < least:
            path = scope.at("databases", key, "max_storage_gib")
            related = (scope.at("databases", key, "storage_gib"),)
            expected = f"at least {least} GiB, a tenth above `storage_gib: {database.storage_gib}`"
            yield Finding(path, expected, f"{database.max_storage_gib}", related=related)
