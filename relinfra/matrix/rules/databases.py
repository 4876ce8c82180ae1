"""Databases that AWS would refuse to create."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.models import Postgres, Standby
from relinfra.matrix.rules.finding import Finding
from relinfra.matrix.values.instance_classes import CLASSES_OF, is_newer, nearest_class, offered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.rules.finding import Scope

__all__ = ["classes_are_offered", "instances_are_followed_by_few", "snapshots_are_kept_alike", "storage_can_grow"]

_MOST_REPLICAS = 15
"""Of one RDS instance: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html."""


def storage_can_grow(scope: Scope) -> Iterator[Finding]:
    """Demand, as RDS does, that storage may grow by a tenth at least.

    It refuses a limit that is nearer.
    """
    for key, database in scope.environment.databases.items():
        if not isinstance(database, Postgres) or database.max_storage_gib is None:
            continue
        least = -(-database.storage_gib * 11 // 10)
        if database.max_storage_gib not in {0, database.storage_gib} and database.max_storage_gib < least:
            path = scope.at("databases", key, "max_storage_gib")
            related = (scope.at("databases", key, "storage_gib"),)
            expected = f"0 or at least {least} GiB, a tenth above `storage_gib: {database.storage_gib}`"
            yield Finding(path, expected, f"{database.max_storage_gib}", related=related)


def classes_are_offered(scope: Scope) -> Iterator[Finding]:
    """Refuse a class that RDS does not offer in a region where an instance of it would run.

    AWS tells that only when it makes the instance, in the middle of an apply.
    """
    recovery = scope.environment.disaster_recovery
    regions = [scope.environment.region, *([recovery.region] if recovery and recovery.prepared_network else [])]
    for key, database in scope.environment.databases.items():
        if not isinstance(database, Postgres) or is_newer(database.instance_class):
            continue
        for region in regions:
            there = offered(region)
            if there is not None and database.instance_class not in there:
                path = scope.at("databases", key, "class")
                near = nearest_class(database.instance_class, there)
                hint = f"`{near}` comes nearest; one that came later is set by `overrides`"
                found = f"`{database.instance_class}`, which was not among them on {CLASSES_OF}"
                yield Finding(path, f"a class that RDS offers in {region}", found, hint)


def snapshots_are_kept_alike(scope: Scope) -> Iterator[Finding]:
    """Demand one number of weekly snapshots: the databases of an environment share one backup plan."""
    kept = {
        key: database.weekly_snapshots_kept
        for key, database in scope.environment.databases.items()
        if database.weekly_snapshots_kept
    }
    for key, weeks in kept.items():
        first = next(iter(kept))
        if weeks != kept[first]:
            path = scope.at("databases", key, "weekly_snapshots_kept")
            expected = f"0 or {kept[first]} as for `{first}`, since databases share one backup plan"
            yield Finding(path, expected, f"{weeks}", related=(scope.at("databases", first),))


def instances_are_followed_by_few(scope: Scope) -> Iterator[Finding]:
    """Refuse as many readers as RDS lets an instance have where the standby of another region is one more.

    RDS takes 15 for an instance of PostgreSQL.
    """
    recovery = scope.environment.disaster_recovery
    if not isinstance(recovery, Standby):
        return
    for key, database in scope.environment.databases.items():
        if isinstance(database, Postgres) and database.reader_count == _MOST_REPLICAS:
            expected = f"{_MOST_REPLICAS - 1} readers or fewer with `{recovery.mode}`"
            hint = f"RDS lets {_MOST_REPLICAS} instances follow one, and that in {recovery.region} is one of them"
            path, related = scope.at("databases", key, "readers"), (scope.at("disaster_recovery", "mode"),)
            yield Finding(path, expected, f"{database.reader_count}", hint, related)
