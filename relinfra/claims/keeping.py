"""Claims about what is kept: old versions of objects, the last and the regular snapshots of a database, logs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from relinfra.claims.claim import Claim, Condition, is_true
from relinfra.evidence.records.database import AnyDatabase
from relinfra.evidence.records.network import LoadBalancer
from relinfra.evidence.records.storage import Bucket, Snapshots

__all__ = [
    "LeavesSnapshot",
    "OldVersionsKept",
    "RequestsLogged",
    "SnapshotsTaken",
    "leaves_snapshot",
    "old_versions_kept",
    "requests_logged",
    "snapshots_taken",
]


@dataclass(frozen=True)
class OldVersionsKept(Claim):
    """Objects that are overwritten or deleted in a bucket are kept for as long as its life cycle says, and then end."""

    kind: ClassVar[str] = "old_versions_kept"
    policies: ClassVar[tuple[str, ...]] = ("CKV_RELINFRA_43", "CKV_RELINFRA_44", "CKV_RELINFRA_121")


@dataclass(frozen=True)
class LeavesSnapshot(Claim):
    """A database that Terraform destroys leaves a snapshot."""

    kind: ClassVar[str] = "leaves_snapshot"
    policies: ClassVar[tuple[str, ...]] = ("CKV_RELINFRA_8",)


@dataclass(frozen=True)
class SnapshotsTaken(Claim):
    """AWS Backup takes snapshots of the databases of a plan by its schedule."""

    kind: ClassVar[str] = "snapshots_taken"
    policies: ClassVar[tuple[str, ...]] = (
        "CKV_RELINFRA_46",
        "CKV_RELINFRA_96",
    )


@dataclass(frozen=True)
class RequestsLogged(Claim):
    """A load balancer writes down the requests that it gets."""

    kind: ClassVar[str] = "requests_logged"
    policies: ClassVar[tuple[str, ...]] = ("CKV_RELINFRA_148",)


def old_versions_kept(bucket: Bucket) -> OldVersionsKept:
    """Return whether old versions in a bucket are kept for the days that its life cycle says, and no longer."""
    conditions = (
        Condition.of("versioned", is_true(bucket.versioned) or False, bucket.versioned or bucket.name),
        Condition.of(
            "ended", is_true(bucket.old_versions_end) or False, bucket.old_versions_end, bucket.old_version_days
        ),
    )
    return OldVersionsKept(bucket.id, conditions)


def leaves_snapshot(database: AnyDatabase) -> LeavesSnapshot:
    """Return whether a snapshot stays when a database is destroyed."""
    # The provider's default of `skip_final_snapshot` is false.
    skips = database.skips_final_snapshot
    conditions = (
        Condition.of("named", database.final_snapshot is not None, database.final_snapshot),
        Condition.of("not_skipped", not (is_true(skips) or False), skips),
    )
    return LeavesSnapshot(database.id, conditions)


def snapshots_taken(plan: Snapshots) -> SnapshotsTaken:
    """Return whether a plan of AWS Backup covers a database and says when."""
    conditions = (
        Condition.of("scheduled", plan.schedule is not None, plan.schedule or plan.vault),
        Condition.of("covered", plan.covers is not None, plan.covers or plan.vault),
        Condition.of("unnarrowed", None if is_true(plan.narrowed) else True, plan.narrowed),
    )
    return SnapshotsTaken(plan.id, conditions)


def requests_logged(balancer: LoadBalancer) -> RequestsLogged:
    """Return whether a load balancer writes its access logs into a bucket."""
    # The provider's default is off.
    enabled, bucket = balancer.logs_requests, balancer.log_bucket
    conditions = (
        Condition.of("named", bucket is not None, bucket),
        Condition.of("enabled", is_true(enabled) or False, enabled, bucket),
    )
    return RequestsLogged(balancer.id, conditions)
