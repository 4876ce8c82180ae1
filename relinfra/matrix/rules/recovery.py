"""Disaster recovery that can keep its promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.models import AuroraPostgresql, Postgres
from relinfra.matrix.rules.finding import Finding
from relinfra.matrix.values.regions import partition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.models import Environment
    from relinfra.matrix.rules.finding import Scope

__all__ = [
    "COLD_STANDBY_RPO_MINUTES",
    "COPY_RPO_MINUTES",
    "REPLICATION_MINUTES",
    "recovery_is_elsewhere",
    "recovery_keeps_versions",
    "recovery_point_is_possible",
]

COLD_STANDBY_RPO_MINUTES = 5
"""RDS uploads transaction logs every five minutes: replicated backups are never fresher."""

COPY_RPO_MINUTES = 120
"""AWS Backup takes and copies snapshots of Aurora hourly at most; the newest may not have arrived."""

REPLICATION_MINUTES = 15
"""S3 replication time control promises nothing sooner."""


def recovery_is_elsewhere(scope: Scope) -> Iterator[Finding]:
    """Demand another region of the same partition.

    What is lost with its region cannot come back from there, and copies cross no partition.
    """
    recovery, own = scope.environment.disaster_recovery, scope.environment.region
    if recovery is None:
        return
    path, related = scope.at("disaster_recovery", "region"), (scope.at("region"),)
    if recovery.region == own:
        found = f"{own}, which is the region to recover from"
        yield Finding(path, "another region", found, related=related)
    elif partition(recovery.region) != partition(own):
        expected = f"a region of the partition {partition(own)}, like {own}"
        yield Finding(path, expected, recovery.region, "AWS replicates nothing between partitions", related)


def recovery_point_is_possible(scope: Scope) -> Iterator[Finding]:
    """Refuse a promise that is stronger than what replicated backups and buckets give.

    A document that promises more would be untrue.
    """
    recovery = scope.environment.disaster_recovery
    if recovery is None:
        return
    minutes, reason, section = max(_freshest(scope.environment), default=(0, "", ""))
    if recovery.rpo_minutes < minutes:
        path, expected = scope.at("disaster_recovery", "rpo_minutes"), f"at least {minutes} minutes, {reason}"
        yield Finding(path, expected, f"{recovery.rpo_minutes}", related=(scope.at(section),))


def _freshest(environment: Environment) -> Iterator[tuple[int, str, str]]:
    """Yield how old the newest copy of what an environment holds may be, why, and where that is declared."""
    engines = {type(database) for database in environment.databases.values()}
    if environment.buckets:
        yield REPLICATION_MINUTES, "within which S3 promises to replicate an object", "buckets"
    if Postgres in engines:
        yield COLD_STANDBY_RPO_MINUTES, "the age of the newest backup that RDS replicates", "databases"
    if AuroraPostgresql in engines:
        reason = "since snapshots of Aurora are copied hourly at most, and the newest may still be on its way"
        yield COPY_RPO_MINUTES, reason, "databases"


def recovery_keeps_versions(scope: Scope) -> Iterator[Finding]:
    """Demand versioning of what is to be replicated.

    S3 replicates versions alone.
    """
    if scope.environment.disaster_recovery is None:
        return
    for key, bucket in scope.environment.buckets.items():
        if not bucket.versioning:
            path = scope.at("buckets", key, "versioning")
            related = (scope.at("disaster_recovery"),)
            yield Finding(path, "true, since S3 replicates only buckets with versioning", "false", related=related)
