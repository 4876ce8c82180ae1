"""The loss of a region: what is aimed at, and what already lies in the other region."""

from __future__ import annotations

from typing import Any

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.record import Field
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.recovery import CopiedDatabase, Recovery, RecoveryState, StandbyReplica
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.resource import Resource
from relinfra.evidence.stack import Stack
from relinfra.evidence.stage_stacks import StageStacks
from relinfra.evidence.subjects.alarm import topic_of
from relinfra.evidence.subjects.replication import collect_copies
from relinfra.evidence.subjects.watched import Measured, record_watch

__all__ = ["collect"]

_SECONDS_PER_MINUTE = 60
_AIMS: dict[Field[Any], str] = {
    Recovery.mode: "mode",
    Recovery.declared_region: "region",
    Recovery.rto_minutes: "rto_minutes",
    Recovery.rpo_minutes: "rpo_minutes",
}
_ELSEWHERE = "recovery-failover"
"""The component that lies where Route 53 publishes its metrics."""
_RUNNING = ("aws_vpc", "aws_ecs_service", "aws_db_instance", "aws_lb")


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect the aims the matrix declares and the copies the recovery stacks keep."""
    own = recorder.at(Stage.recovery, "disaster_recovery")
    for field, key in _AIMS.items():
        own.declare(field, stage.declared("disaster_recovery", key))
    known = [one for one in (*stage.recovery, *stage.prepared) if one.label("component") != _ELSEWHERE]
    for stack in known[:1]:
        own.take(Recovery.region, stack.tag("region"))
    _state(stage, own.at(Recovery.state, "state"))
    for stack in stage.recovery:
        _databases(stage, stack, own)
        _copies(stage, stack, own)
        _replicas(stage, stack, own)
        collect_copies(stage, stack, own)
    if running := [stack.count(type_) for stack in stage.recovery for type_ in _RUNNING]:
        own.add(Recovery.running, sum(int(str(count.value)) for count in running), *running, how="sum_of_counts")


def _state(stage: StageStacks, recorder: Recorder) -> None:
    """Collect where the states of the recovery stacks lie, where that is elsewhere than those of home."""
    home, away = (
        {bucket.text: one for stack in stacks if (one := stack.backend) and (bucket := one.at("bucket"))}
        for stacks in (stage.home, (*stage.recovery, *stage.prepared))
    )
    backend = next((one for bucket, one in away.items() if bucket not in home), None)
    if backend is None or home.keys() & away.keys():
        return
    recorder.take(RecoveryState.bucket, backend.at("bucket"))
    recorder.take(RecoveryState.region, backend.at("region"))
    kept = (*stage.recovery, *stage.prepared)
    keys = [key for stack in kept if stack.backend and (key := stack.backend.at("key"))]
    recorder.add(RecoveryState.keys, tuple(key.text for key in keys), *keys)


def _databases(stage: StageStacks, stack: Stack, recorder: Recorder) -> None:
    for copy in stack.find("aws_db_instance_automated_backups_replication"):
        own = recorder.one(Recovery.databases, copy.name)
        source = stage.output.follow_one(copy.at("source_db_instance_arn"), "aws_db_instance")
        own.take(CopiedDatabase.identifier, source and source.at("identifier"))
        own.take(CopiedDatabase.kept_days, copy.at("retention_period"))
        own.take(CopiedDatabase.region, copy.at("region"))
        _aged(stage, source and source.at("identifier"), own)


def _aged(stage: StageStacks, identifier: Attribute | None, recorder: Recorder) -> None:
    record_watch(stage, stage.recovery, Measured("CopyAge", {"Copy": identifier}), recorder.at(CopiedDatabase.watch))


def _copies(stage: StageStacks, stack: Stack, recorder: Recorder) -> None:
    """Collect the clusters whose snapshots AWS Backup copies here."""
    for selection in stack.find("aws_backup_selection"):
        plan = stage.output.follow_one(selection.at("plan_id"), "aws_backup_plan")
        rules = [rule for rule in plan.each("rule") if rule.at("copy_action")] if plan else []
        clusters = [found for item in selection.each("resources") for found in stage.output.follow(item)]
        for cluster in (one for one in clusters if rules and one.type == "aws_rds_cluster"):
            own = recorder.one(Recovery.databases, cluster.name)
            own.take(CopiedDatabase.identifier, cluster.at("cluster_identifier"))
            _copied(stage, rules[0], own)
            _aged(stage, cluster.at("cluster_identifier"), own)


def _copied(stage: StageStacks, rule: Attribute, recorder: Recorder) -> None:
    vault = stage.output.follow_one(rule.at("copy_action", "destination_vault_arn"), "aws_backup_vault")
    recorder.take(CopiedDatabase.kept_days, rule.at("copy_action", "lifecycle", "delete_after"))
    recorder.take(CopiedDatabase.schedule, rule.at("schedule"))
    recorder.take(CopiedDatabase.vault, vault and vault.at("name"))
    recorder.take(CopiedDatabase.region, vault and vault.at("region"))


def _replicas(stage: StageStacks, stack: Stack, recorder: Recorder) -> None:
    """Collect the databases of the region that follow one at home."""
    for replica in stack.find("aws_db_instance"):
        source = stage.output.follow_one(replica.at("replicate_source_db"), "aws_db_instance")
        if source:
            own = recorder.one(Recovery.replicas, replica.name)
            own.read(replica)
            own.take(StandbyReplica.source, source.at("identifier"))
            _lag(stage, replica, own)
            measured = Measured("ReplicaLag", {"DBInstanceIdentifier": replica.at("identifier")})
            record_watch(stage, stage.recovery, measured, own.at(StandbyReplica.watch))


def _lag(stage: StageStacks, replica: Resource, recorder: Recorder) -> None:
    """Collect the alarm over how far a replica is behind, and who hears of it."""
    identifier = replica.at("identifier")
    for alarm in (alarm for stack in stage.recovery for alarm in stack.find("aws_cloudwatch_metric_alarm")):
        watched, metric = alarm.at("dimensions", "DBInstanceIdentifier"), alarm.at("metric_name")
        threshold = alarm.at("threshold")
        if watched and metric and identifier and (metric.text, watched.text) == ("ReplicaLag", identifier.text):
            recorder.take(StandbyReplica.lag_alarm, alarm.at("alarm_name"))
            if threshold and threshold.number:
                minutes = threshold.number / _SECONDS_PER_MINUTE
                value = int(minutes) if float(minutes).is_integer() else minutes
                recorder.add(StandbyReplica.lag_minutes, value, threshold, metric, how="seconds_to_minutes")
            topics = [topic for action in alarm.each("alarm_actions") if (topic := topic_of(stage, action))]
            names = [name for topic in topics if (name := topic.at("name"))]
            if names:
                recorder.add(StandbyReplica.lag_told, tuple(name.text for name in names), *names)
