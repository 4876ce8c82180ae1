"""Databases: engine, size, availability, backups."""

from __future__ import annotations

import re

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.database import AnyDatabase, AuroraCluster, RdsInstance, Upgrade
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.resource import Resource
from relinfra.evidence.stage_stacks import StageStacks

__all__ = ["collect"]

_GROUPS = {
    "aws_db_parameter_group": "parameter_group_name",
    "aws_rds_cluster_parameter_group": "db_cluster_parameter_group_name",
}
"""The types of groups, and where a database says which it uses."""


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect the facts of every `aws_db_instance` and `aws_rds_cluster`; a replica belongs to what it copies."""
    for database in stage.find("aws_db_instance"):
        source = database.at("replicate_source_db")
        if source:
            _replica(stage, database, source, recorder)
            continue
        own = recorder.one(Stage.databases, database.name, f"databases.{database.name}").only(RdsInstance)
        own.read(database)
        _insights(database, own)
        _network(stage, database, own)
        _upgrade(stage, database, own)
    for cluster in stage.find("aws_rds_cluster"):
        own = recorder.one(Stage.databases, cluster.name, f"databases.{cluster.name}")
        _cluster(stage, cluster, own.only(AuroraCluster))


def _insights(database: Resource, recorder: Recorder) -> None:
    """Collect Database Insights where a mode is chosen."""
    mode = database.at("database_insights_mode")
    if mode:
        recorder.take(RdsInstance.insights, mode)
        recorder.take(RdsInstance.insights_days, database.at("performance_insights_retention_period"))


def _replica(stage: StageStacks, replica: Resource, source: Attribute, recorder: Recorder) -> None:
    original = stage.output.follow_one(source, "aws_db_instance")
    name = original.name if original else "elsewhere"
    recorder.one(Stage.databases, name).one(RdsInstance.replicas, replica.name).read(replica)


def _cluster(stage: StageStacks, cluster: Resource, recorder: Recorder) -> None:
    """Collect an Aurora cluster with the number of its instances, of which one writes."""
    recorder.read(cluster)
    instances = [
        one
        for one in stage.find("aws_rds_cluster_instance")
        if cluster in stage.output.follow(one.at("cluster_identifier"))
    ]
    members = [found for one in instances if (found := one.at("cluster_identifier"))]
    recorder.add(AuroraCluster.instances, len(members), *members or [cluster.root], how="count")
    for one in instances:
        recorder.one(AuroraCluster.members, one.name).read(one)
    for one in instances[:1]:
        recorder.take(AuroraCluster.instance_class, one.at("instance_class"))
    zones = [zone for one in instances if (zone := one.at("availability_zone"))]
    if zones:
        several = len({zone.text for zone in zones}) > 1
        recorder.add(AuroraCluster.multi_az, several, *zones, how="count_distinct")
    _network(stage, cluster, recorder)
    _upgrade(stage, cluster, recorder)


def _network(stage: StageStacks, database: Resource, recorder: Recorder) -> None:
    group = stage.output.follow_one(database.at("db_subnet_group_name"), "aws_db_subnet_group")
    recorder.take(AnyDatabase.subnet_group, group and group.at("name"))
    used = (stage.output.follow_one(database.at(argument), type_) for type_, argument in _GROUPS.items())
    found = next(filter(None, used), None)
    recorder.take(AnyDatabase.parameter_group, found and found.at("name"))


def _upgrade(stage: StageStacks, database: Resource, recorder: Recorder) -> None:
    """Collect the major version that a database leaves: the group of its parameters stays beside the one in use."""
    former = _former_group(stage, database)
    family = former and former.at("family")
    major = family and re.search(r"\d+$", family.text)
    if not (former and family and major):
        return
    own = recorder.at(AnyDatabase.upgrade)
    own.add(Upgrade.former, major[0], family, how="end_of_family")
    own.take(Upgrade.former_group, former.at("name"))
    own.take(Upgrade.allowed, database.at("allow_major_version_upgrade"))
    own.take(Upgrade.at_once, database.at("apply_immediately"))
    version = database.at("engine_version")
    own.add(Upgrade.stack, database.stack, version or database.root, how="place")


def _former_group(stage: StageStacks, database: Resource) -> Resource | None:
    """Return the group that bears a database's name with the family of another version than the database is to have.

    It is in use where an override made it so: RDS would then refuse the upgrade.
    """
    version = database.at("engine_version")
    major = version.text.partition(".")[0] if version else None
    for type_, argument in _GROUPS.items():
        used = stage.output.follow_one(database.at(argument), type_)
        for group in stage.find(type_):
            family = group.at("family")
            named = family and group.name == f"{database.name}_{family.text.replace('-', '_')}"
            if used and family and named and not (major and family.text.endswith(major)):
                return group
    return None
