"""Databases: instances of RDS and clusters of Aurora."""

from __future__ import annotations

from typing import TypeAlias

from relinfra.evidence.record import Record, figure, flag, part, parts, text
from relinfra.evidence.table import FactTable

__all__ = [
    "AnyDatabase",
    "AuroraCluster",
    "ClusterMember",
    "Database",
    "RdsInstance",
    "ReadReplica",
    "Upgrade",
    "database",
]


class ReadReplica(Record):
    """An RDS instance that follows another in the same region."""

    identifier = text(at="identifier")
    instance_class = text("class", at="instance_class")


class ClusterMember(Record):
    """An instance of a cluster of Aurora."""

    identifier = text(at="identifier")


class Upgrade(Record):
    """A major upgrade that is declared: the version that is left, and what lets RDS leave it."""

    former = text(source="upgrade_from")
    former_group = text()
    allowed = flag()
    at_once = flag()
    stack = text()


class AnyDatabase(Record):
    """Fields that every database has."""

    engine = text(at="engine", source="engine")
    version = text(at="engine_version", source="version")
    multi_az = flag()
    deletion_protection = flag(at="deletion_protection", source="deletion_protection")
    backup_days = figure("days", at="backup_retention_period", source="backup_days")
    final_snapshot = text(at="final_snapshot_identifier")
    skips_final_snapshot = flag(at="skip_final_snapshot")
    identifier = text()
    backup_window = text()
    maintenance_window = text()
    subnet_group = text()
    parameter_group = text()
    upgrade = part(Upgrade)


class RdsInstance(AnyDatabase):
    """An RDS instance, with those that follow it."""

    identifier = text(at="identifier")
    backup_window = text(at="backup_window")
    maintenance_window = text(at="maintenance_window")
    multi_az = flag(at="multi_az", source="multi_az")
    instance_class = text("class", at="instance_class", source="class")
    storage_gib = figure("GiB", at="allocated_storage", source="storage_gib")
    max_storage_gib = figure("GiB", at="max_allocated_storage", source="max_storage_gib")
    insights = text(source="insights")
    insights_days = figure("days")
    replicas = parts(ReadReplica, "replica")


class AuroraCluster(AnyDatabase):
    """A cluster of Aurora Serverless v2."""

    identifier = text(at="cluster_identifier")
    backup_window = text(at="preferred_backup_window")
    maintenance_window = text(at="preferred_maintenance_window")
    multi_az = flag(source="multi_az")
    acu_min = figure("ACU", at="serverlessv2_scaling_configuration.min_capacity", source="capacity.min_acu")
    acu_max = figure("ACU", at="serverlessv2_scaling_configuration.max_capacity", source="capacity.max_acu")
    pause_seconds = figure(
        "seconds",
        at="serverlessv2_scaling_configuration.seconds_until_auto_pause",
        source="capacity.seconds_until_auto_pause",
    )
    instances = figure("instances")
    members = parts(ClusterMember, "member")
    instance_class = text()


Database: TypeAlias = RdsInstance | AuroraCluster


def database(facts: FactTable, id: str) -> Database:
    """Return the record of a database: a cluster has a number of instances, an instance is one."""
    kind: type[Database] = AuroraCluster if AuroraCluster.instances.below(id) in facts else RdsInstance
    return kind(facts, id)
