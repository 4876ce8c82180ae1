"""Rules of references: what a service uses exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.models.secret import DATABASE_SECRET
from relinfra.matrix.rules.finding import Finding
from relinfra.reading.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.rules.finding import AnyScope

__all__ = ["buckets_exist", "databases_exist"]


def buckets_exist(scope: AnyScope) -> Iterator[Finding]:
    """Demand that a service lists buckets of its environment.

    Nobody else makes the one that its tasks would be let into.
    """
    known = scope.environment.buckets
    for key, service in scope.environment.services.items():
        for index, bucket in enumerate(service.buckets):
            if bucket not in known:
                path, target = scope.at("services", key, "buckets", index), scope.at("buckets", bucket)
                hint = nearest(bucket, known) or "`buckets` defines none"
                yield Finding(path, "the key of a bucket", hint=hint, related=(target,), sought_in=target[:-1])


def databases_exist(scope: AnyScope) -> Iterator[Finding]:
    """Demand that `database.` is followed by the key of a database of the environment.

    Nobody else makes the one whose credentials it would get.
    """
    known = scope.environment.databases
    for key, service in scope.environment.services.items():
        for variable, database in service.database_variables.items():
            if database not in known:
                path, target = scope.at("services", key, "secrets", variable), scope.at("databases", database)
                meant = nearest(f"{DATABASE_SECRET}{database}", [f"{DATABASE_SECRET}{name}" for name in known])
                hint = meant or "`databases` defines none"
                what = "the credentials of a database"
                yield Finding(path, what, hint=hint, related=(target,), sought_in=target[:-1])
