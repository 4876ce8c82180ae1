"""Databases: engine, size, availability, backups."""

from __future__ import annotations

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


def collect(deployment: Deployment, sheet: Sheet) -> None:
    """Collect the facts of every `aws_db_instance`."""
    for database in deployment.find("aws_db_instance"):
        own = sheet.at(f"database.{database.name}", f"databases.{database.name}")
        for name, argument, reading, unit, asked in _READ:
            own.take(name, database.at(argument), reading, unit=unit, asked=asked)
        _network(deployment, database, own)


def _network(deployment: Deployment, database: Resource, sheet: Sheet) -> None:
    group = deployment.output.follow_one(database.at("db_subnet_group_name"), "aws_db_subnet_group")
    sheet.take("subnet_group", group and group.at("name"))
    parameters = deployment.output.follow_one(database.at("parameter_group_name"), "aws_db_parameter_group")
    sheet.take("parameter_group", parameters and parameters.at("name"))
