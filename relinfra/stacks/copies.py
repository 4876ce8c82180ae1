"""Copies that are watched in the region of what is copied: weekly snapshots, and objects that fail to replicate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.domain.names import (
    bucket_name,
    database_name,
    member_name,
    replica_name,
    snapshots_name,
    weekly_vault_name,
)
from relinfra.matrix.models.formerly import named_after
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.recovery.copy_ages import CopyAges, CopyAgesProps, VaultCopy
from relinfra_constructs.recovery.replication_alarms import ReplicationAlarmProps, replication_failed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relinfra.matrix import Environment
    from relinfra.stacks.stack import EnvironmentStack
    from relinfra_constructs.database.database import Database

__all__ = ["watch_copies"]

_WEEKLY_MINUTES = 8 * 24 * 60
"""A week, and a day for the snapshot to be made."""


def watch_copies(
    stack: EnvironmentStack, environment: Environment, databases: Mapping[str, Database], *, topic_arn: str
) -> list[str]:
    """Create the alarms of an environment's own region, and return their ARNs."""
    return [*_snapshots(stack, environment, databases, topic_arn), *_replications(stack, environment, topic_arn)]


def _snapshots(
    stack: EnvironmentStack, environment: Environment, databases: Mapping[str, Database], topic_arn: str
) -> tuple[str, ...]:
    name = stack.scope.name
    kept = {
        key: VaultCopy(
            identifier=database_name(name, named_after(key, database)),
            named=named_after(key, database),
            arn=databases[key].arn,
            vault=weekly_vault_name(name),
            limit_minutes=_WEEKLY_MINUTES,
        )
        for key, database in environment.databases.items()
        if database.weekly_snapshots_kept
    }
    if not kept:
        return ()
    props = CopyAgesProps(
        name=snapshots_name(name),
        terraform_name="snapshots",
        placement=stack.scope.placement,
        topic_arn=topic_arn,
        recovery_points=kept,
    )
    return CopyAges(stack, "snapshot-ages", props).alarm_arns


def _replications(stack: EnvironmentStack, environment: Environment, topic_arn: str) -> list[str]:
    """Watch for objects that fail: S3 says so in the region of the source."""
    if environment.disaster_recovery is None:
        return []
    name, account = stack.scope.name, stack.scope.placement.account
    return [
        replication_failed(
            stack,
            ReplicationAlarmProps(
                name=member_name(name, named_after(key, bucket)),
                key=terraform_name(key),
                source=bucket_name(name, named_after(key, bucket), account),
                replica=replica_name(name, named_after(key, bucket), account),
                topic_arn=topic_arn,
            ),
        ).arn
        for key, bucket in environment.buckets.items()
        if bucket.versioning
    ]
