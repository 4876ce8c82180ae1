"""The loss of a region: what is aimed at, and what already lies in the other region."""

from __future__ import annotations

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.deployment import Deployment
from relinfra.evidence.resource import Resource
from relinfra.evidence.sheet import Sheet, number
from relinfra.evidence.stack import Stack
from relinfra.evidence.subjects.alarm import topic_of

__all__ = ["collect"]

_DECLARED = (("mode", ""), ("region", ""), ("rto_minutes", "minutes"), ("rpo_minutes", "minutes"))
_SECONDS_PER_MINUTE = 60
_RUNNING = ("aws_vpc", "aws_ecs_service", "aws_db_instance", "aws_lb")


def collect(deployment: Deployment, sheet: Sheet) -> None:
    """Collect the aims the matrix declares and the copies the recovery stacks keep."""
    own = sheet.at("recovery", "disaster_recovery")
    if deployment.primary:
        for key, unit in _DECLARED:
            name = "declared_region" if key == "region" else key
            found = deployment.output.declared.of(deployment.environment, "disaster_recovery", key)
            own.declare(name, found, unit=unit)
    for stack in deployment.recovery[:1]:
        own.take("region", stack.tag("region"), asked="region")
    for stack in deployment.recovery:
        _databases(deployment, stack, own)
        _copies(deployment, stack, own)
        _replicas(deployment, stack, own)
        _buckets(deployment, stack, own)
    if running := [stack.count(type_) for stack in deployment.recovery for type_ in _RUNNING]:
        own.add("running", sum(int(str(count.value)) for count in running), *running, how="sum_of_counts")


def _databases(deployment: Deployment, stack: Stack, sheet: Sheet) -> None:
    for copy in stack.find("aws_db_instance_automated_backups_replication"):
        own = sheet.at(f"database.{copy.name}")
        source = deployment.output.follow_one(copy.at("source_db_instance_arn"), "aws_db_instance")
        own.take("identifier", source and source.at("identifier"))
        own.take("kept_days", copy.at("retention_period"), number, unit="days")
        own.take("region", copy.at("region"))


def _copies(deployment: Deployment, stack: Stack, sheet: Sheet) -> None:
    """Collect the clusters whose snapshots AWS Backup copies here."""
    for selection in stack.find("aws_backup_selection"):
        plan = deployment.output.follow_one(selection.at("plan_id"), "aws_backup_plan")
        rules = [rule for rule in plan.each("rule") if rule.at("copy_action")] if plan else []
        clusters = [found for item in selection.each("resources") for found in deployment.output.follow(item)]
        for cluster in (one for one in clusters if rules and one.type == "aws_rds_cluster"):
            own = sheet.at(f"database.{cluster.name}")
            own.take("identifier", cluster.at("cluster_identifier"))
            _copied(deployment, rules[0], own)


def _copied(deployment: Deployment, rule: Attribute, sheet: Sheet) -> None:
    vault = deployment.output.follow_one(rule.at("copy_action", "destination_vault_arn"), "aws_backup_vault")
    sheet.take("kept_days", rule.at("copy_action", "lifecycle", "delete_after"), number, unit="days")
    sheet.take("schedule", rule.at("schedule"))
    sheet.take("vault", vault and vault.at("name"))
    sheet.take("region", vault and vault.at("region"))


def _replicas(deployment: Deployment, stack: Stack, sheet: Sheet) -> None:
    """Collect the databases of the region that follow one at home."""
    for replica in stack.find("aws_db_instance"):
        source = deployment.output.follow_one(replica.at("replicate_source_db"), "aws_db_instance")
        if source:
            own = sheet.at(f"replica.{replica.name}")
            own.take("identifier", replica.at("identifier"))
            own.take("source", source.at("identifier"))
            _lag(deployment, replica, own)


def _lag(deployment: Deployment, replica: Resource, sheet: Sheet) -> None:
    """Collect the alarm over how far a replica is behind, and who hears of it."""
    identifier = replica.at("identifier")
    for alarm in (alarm for stack in deployment.recovery for alarm in stack.find("aws_cloudwatch_metric_alarm")):
        watched, metric = alarm.at("dimensions", "DBInstanceIdentifier"), alarm.at("metric_name")
        threshold = alarm.at("threshold")
        if watched and metric and identifier and (metric.text, watched.text) == ("ReplicaLag", identifier.text):
            sheet.take("lag_alarm", alarm.at("alarm_name"))
            if threshold and threshold.number:
                minutes = threshold.number / _SECONDS_PER_MINUTE
                value = int(minutes) if float(minutes).is_integer() else minutes
                sheet.add("lag_minutes", value, threshold, metric, unit="minutes", how="seconds_to_minutes")
            topics = [topic for action in alarm.each("alarm_actions") if (topic := topic_of(deployment, action))]
            names = [name for topic in topics if (name := topic.at("name"))]
            if names:
                sheet.add("lag_told", tuple(name.text for name in names), *names)


def _buckets(deployment: Deployment, stack: Stack, sheet: Sheet) -> None:
    for replication in stack.find("aws_s3_bucket_replication_configuration"):
        own = sheet.at(f"bucket.{replication.name}")
        source = deployment.output.follow_one(replication.at("bucket"), "aws_s3_bucket")
        own.take("name", source and source.at("bucket"))
        for rule in replication.each("rule")[:1]:
            replica = deployment.output.follow_one(rule.at("destination", "bucket"), "aws_s3_bucket")
            own.take("replica", replica and replica.at("bucket"))
            minutes = rule.at("destination", "replication_time", "time", "minutes")
            own.take("within_minutes", minutes, number, unit="minutes")
