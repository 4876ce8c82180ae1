"""Databases: engine, size, availability, backups."""

from __future__ import annotations

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.deployment import Deployment
from relinfra.evidence.resource import Resource
from relinfra.evidence.sheet import Reading, Sheet, flag, number, text

__all__ = ["collect"]

_READ: tuple[tuple[str, str, Reading, str, str], ...] = (
    ("identifier", "identifier", text, "", ""),
    ("engine", "engine", text, "", "engine"),
    ("version", "engine_version", text, "", "version"),
    ("class", "instance_class", text, "", "class"),
    ("storage_gib", "allocated_storage", number, "GiB", "storage_gib"),
    ("max_storage_gib", "max_allocated_storage", number, "GiB", "max_storage_gib"),
    ("multi_az", "multi_az", flag, "", "multi_az"),
    ("deletion_protection", "deletion_protection", flag, "", "deletion_protection"),
    ("backup_days", "backup_retention_period", number, "days", "backup_days"),
    ("backup_window", "backup_window", text, "", ""),
    ("final_snapshot", "final_snapshot_identifier", text, "", ""),
)


_CLUSTER: tuple[tuple[str, tuple[str, ...], Reading, str, str], ...] = (
    ("identifier", ("cluster_identifier",), text, "", ""),
    ("engine", ("engine",), text, "", "engine"),
    ("version", ("engine_version",), text, "", "version"),
    ("acu_min", ("serverlessv2_scaling_configuration", "min_capacity"), number, "ACU", "capacity.min_acu"),
    ("acu_max", ("serverlessv2_scaling_configuration", "max_capacity"), number, "ACU", "capacity.max_acu"),
    (
        *("pause_seconds", ("serverlessv2_scaling_configuration", "seconds_until_auto_pause"), number, "seconds"),
        "capacity.seconds_until_auto_pause",
    ),
    ("deletion_protection", ("deletion_protection",), flag, "", "deletion_protection"),
    ("backup_days", ("backup_retention_period",), number, "days", "backup_days"),
    ("backup_window", ("preferred_backup_window",), text, "", ""),
    ("final_snapshot", ("final_snapshot_identifier",), text, "", ""),
)


def collect(deployment: Deployment, sheet: Sheet) -> None:
    """Collect the facts of every `aws_db_instance` and `aws_rds_cluster`; a replica belongs to what it copies."""
    for database in deployment.find("aws_db_instance"):
        source = database.at("replicate_source_db")
        if source:
            _replica(deployment, database, source, sheet)
            continue
        own = sheet.at(f"database.{database.name}", f"databases.{database.name}")
        for name, argument, reading, unit, asked in _READ:
            own.take(name, database.at(argument), reading, unit=unit, asked=asked)
        _insights(database, own)
        _network(deployment, database, own)
    for cluster in deployment.find("aws_rds_cluster"):
        _cluster(deployment, cluster, sheet.at(f"database.{cluster.name}", f"databases.{cluster.name}"))


def _insights(database: Resource, sheet: Sheet) -> None:
    """Collect Database Insights where a mode is chosen."""
    mode = database.at("database_insights_mode")
    if mode:
        sheet.take("insights", mode, asked="insights")
        sheet.take("insights_days", database.at("performance_insights_retention_period"), number, unit="days")


def _replica(deployment: Deployment, replica: Resource, source: Attribute, sheet: Sheet) -> None:
    original = deployment.output.follow_one(source, "aws_db_instance")
    name = original.name if original else "elsewhere"
    own = sheet.at(f"database.{name}.replica.{replica.name}")
    own.take("identifier", replica.at("identifier"))
    own.take("class", replica.at("instance_class"))


def _cluster(deployment: Deployment, cluster: Resource, sheet: Sheet) -> None:
    """Collect an Aurora cluster with the number of its instances, of which one writes."""
    for name, steps, reading, unit, asked in _CLUSTER:
        sheet.take(name, cluster.at(*steps), reading, unit=unit, asked=asked)
    instances = [
        one
        for one in deployment.find("aws_rds_cluster_instance")
        if cluster in deployment.output.follow(one.at("cluster_identifier"))
    ]
    members = [found for one in instances if (found := one.at("cluster_identifier"))]
    sheet.add("instances", len(members), *members or [cluster.root], unit="instances", how="count")
    for one in instances[:1]:
        sheet.take("instance_class", one.at("instance_class"))
    zones = [zone for one in instances if (zone := one.at("availability_zone"))]
    if zones:
        several = len({zone.text for zone in zones}) > 1
        sheet.add("multi_az", several, *zones, how="count_distinct", asked="multi_az")
    _network(deployment, cluster, sheet)


def _network(deployment: Deployment, database: Resource, sheet: Sheet) -> None:
    group = deployment.output.follow_one(database.at("db_subnet_group_name"), "aws_db_subnet_group")
    sheet.take("subnet_group", group and group.at("name"))
    parameters = deployment.output.follow_one(database.at("parameter_group_name"), "aws_db_parameter_group")
    named = database.at("db_cluster_parameter_group_name")
    shared = deployment.output.follow_one(named, "aws_rds_cluster_parameter_group")
    found = parameters or shared
    sheet.take("parameter_group", found and found.at("name"))
