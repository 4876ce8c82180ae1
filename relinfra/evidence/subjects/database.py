"""Databases: engine, size, availability, backups."""

from __future__ import annotations

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.deployment import Deployment
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.database import AnyDatabase, AuroraCluster, RdsInstance
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.resource import Resource

__all__ = ["collect"]


def collect(deployment: Deployment, recorder: Recorder) -> None:
    """Collect the facts of every `aws_db_instance` and `aws_rds_cluster`; a replica belongs to what it copies."""
    for database in deployment.find("aws_db_instance"):
        source = database.at("replicate_source_db")
        if source:
            _replica(deployment, database, source, recorder)
            continue
        own = recorder.one(Stage.databases, database.name, f"databases.{database.name}").only(RdsInstance)
        own.read(database)
        _insights(database, own)
        _network(deployment, database, own)
    for cluster in deployment.find("aws_rds_cluster"):
        own = recorder.one(Stage.databases, cluster.name, f"databases.{cluster.name}")
        _cluster(deployment, cluster, own.only(AuroraCluster))


def _insights(database: Resource, recorder: Recorder) -> None:
    """Collect Database Insights where a mode is chosen."""
    mode = database.at("database_insights_mode")
    if mode:
        recorder.take(RdsInstance.insights, mode)
        recorder.take(RdsInstance.insights_days, database.at("performance_insights_retention_period"))


def _replica(deployment: Deployment, replica: Resource, source: Attribute, recorder: Recorder) -> None:
    original = deployment.output.follow_one(source, "aws_db_instance")
    name = original.name if original else "elsewhere"
    recorder.one(Stage.databases, name).one(RdsInstance.replicas, replica.name).read(replica)


def _cluster(deployment: Deployment, cluster: Resource, recorder: Recorder) -> None:
    """Collect an Aurora cluster with the number of its instances, of which one writes."""
    recorder.read(cluster)
    instances = [
        one
        for one in deployment.find("aws_rds_cluster_instance")
        if cluster in deployment.output.follow(one.at("cluster_identifier"))
    ]
    members = [found for one in instances if (found := one.at("cluster_identifier"))]
    recorder.add(AuroraCluster.instances, len(members), *members or [cluster.root], how="count")
    for one in instances[:1]:
        recorder.take(AuroraCluster.instance_class, one.at("instance_class"))
    zones = [zone for one in instances if (zone := one.at("availability_zone"))]
    if zones:
        several = len({zone.text for zone in zones}) > 1
        recorder.add(AuroraCluster.multi_az, several, *zones, how="count_distinct")
    _network(deployment, cluster, recorder)


def _network(deployment: Deployment, database: Resource, recorder: Recorder) -> None:
    group = deployment.output.follow_one(database.at("db_subnet_group_name"), "aws_db_subnet_group")
    recorder.take(AnyDatabase.subnet_group, group and group.at("name"))
    parameters = deployment.output.follow_one(database.at("parameter_group_name"), "aws_db_parameter_group")
    named = database.at("db_cluster_parameter_group_name")
    shared = deployment.output.follow_one(named, "aws_rds_cluster_parameter_group")
    found = parameters or shared
    recorder.take(AnyDatabase.parameter_group, found and found.at("name"))
