"""Disaster recovery that can keep its promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.rules.finding import Finding
from relinfra.matrix.values.regions import partition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.rules.finding import Scope

__all__ = [
    "COLD_STANDBY_RPO_MINUTES",
    "REPLICATION_MINUTES",
    "recovery_is_elsewhere",
    "recovery_keeps_versions",
    "recovery_point_is_possible",
]

COLD_STANDBY_RPO_MINUTES = 5
"""RDS uploads transaction logs every five minutes: replicated backups are never fresher."""

REPLICATION_MINUTES = 15
"""S3 replication time control promises nothing sooner."""


def recovery_is_elsewhere(scope: Scope) -> Iterator[Finding]:
    """Demand another region of the same partition."""
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
    """Refuse a promise that is stronger than what replicated backups and buckets give."""
    recovery, environment = scope.environment.disaster_recovery, scope.environment
    if recovery is None:
        return
    path = scope.at("disaster_recovery", "rpo_minutes")
    if environment.buckets and recovery.rpo_minutes < REPLICATION_MINUTES:
        expected = f"at least {REPLICATION_MINUTES} minutes, within which S3 promises to replicate an object"
        yield Finding(path, expected, f"{recovery.rpo_minutes}", related=(scope.at("buckets"),))
    elif environment.databases and recovery.rpo_minutes < COLD_STANDBY_RPO_MINUTES:
        expected = f"at least {COLD_STANDBY_RPO_MINUTES} minutes, the age of the newest backup that RDS replicates"
        yield Finding(path, expected, f"{recovery.rpo_minutes}", related=(scope.at("databases"),))


def recovery_keeps_versions(scope: Scope) -> Iterator[Finding]:
    """Demand versioning of what is to be replicated."""
    if scope.environment.disaster_recovery is None:
        return
    for key, bucket in scope.environment.buckets.items():
        if not bucket.versioning:
            path = scope.at("buckets", key, "versioning")
            related = (scope.at("disaster_recovery"),)
            yield Finding(path, "true, since S3 replicates only buckets with versioning", "false", related=related)
