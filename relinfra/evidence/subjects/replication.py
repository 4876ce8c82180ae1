"""Buckets whose objects S3 copies to the other region, and everything that has to be so for it to do that."""

from __future__ import annotations

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.granted import granted
from relinfra.evidence.record import Field
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.recovery import CopiedBucket, Recovery
from relinfra.evidence.resource import Resource
from relinfra.evidence.stack import Stack
from relinfra.evidence.stage_stacks import StageStacks
from relinfra.evidence.subjects.bucket import versioning_of
from relinfra.evidence.subjects.watched import Measured, record_watch

__all__ = ["collect_copies"]

_FILTERS = ("prefix", "tag", "and")
_RIGHTS = {CopiedBucket.may_read: "s3:GetObjectVersionForReplication", CopiedBucket.may_write: "s3:ReplicateObject"}
"""What the role has to be allowed: https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html"""


def collect_copies(stage: StageStacks, stack: Stack, recorder: Recorder) -> None:
    """Collect the buckets of which a recovery stack says that they are copied, by the first rule of each."""
    for replication in stack.find("aws_s3_bucket_replication_configuration"):
        own = recorder.one(Recovery.buckets, replication.name)
        source = stage.output.follow_one(replication.at("bucket"), "aws_s3_bucket")
        own.take(CopiedBucket.name, source and source.at("bucket"))
        for rule in replication.each("rule")[:1]:
            replica = stage.output.follow_one(rule.at("destination", "bucket"), "aws_s3_bucket")
            own.take(CopiedBucket.replica, replica and replica.at("bucket"))
            _switches(rule, own)
            _rights(stage, replication, (source, replica), own)
            _versions(stage, (source, replica), own)
            _watches(stage, rule, (source, replica), own)


def _switches(rule: Attribute, recorder: Recorder) -> None:
    """Collect what the rule says of itself: whether it is on, what it leaves out, how soon it aims to be done."""
    time = rule.at("destination", "replication_time")
    narrowing = next((found for name in _FILTERS if (found := rule.at("filter", name))), rule.at("prefix"))
    recorder.take(CopiedBucket.enabled, rule.at("status"), _enabled)
    recorder.take(CopiedBucket.narrowed, narrowing, lambda found: found.value not in ("", None))
    recorder.take(CopiedBucket.timed, time and time.at("status"), _enabled)
    recorder.take(CopiedBucket.within_minutes, time and time.at("time", "minutes"))


def _rights(
    stage: StageStacks, replication: Resource, buckets: tuple[Resource | None, Resource | None], recorder: Recorder
) -> None:
    """Collect whether the role may read the objects here and write them there."""
    named = replication.at("role")
    role = stage.output.follow_one(named, "aws_iam_role")
    for (field, action), bucket in zip(_RIGHTS.items(), buckets, strict=True):
        name = bucket and bucket.at("bucket")
        if name and named and role:
            proof = granted(stage, role, action, f"{name.text}/an-object")
            recorder.add(field, bool(proof), *(proof or (named,)), how="place")


def _versions(stage: StageStacks, buckets: tuple[Resource | None, Resource | None], recorder: Recorder) -> None:
    fields: tuple[Field[bool], ...] = (CopiedBucket.versioned, CopiedBucket.replica_versioned)
    for field, bucket in zip(fields, buckets, strict=True):
        recorder.take(field, bucket and versioning_of(stage, stage.stacks, bucket), _enabled)


def _watches(
    stage: StageStacks, rule: Attribute, buckets: tuple[Resource | None, Resource | None], recorder: Recorder
) -> None:
    source, replica = (bucket and bucket.at("bucket") for bucket in buckets)
    named = {"SourceBucket": source, "DestinationBucket": replica, "RuleId": rule.at("id")}
    late, failed = (Measured(metric, named) for metric in ("ReplicationLatency", "OperationsFailedReplication"))
    record_watch(stage, stage.recovery, late, recorder.at(CopiedBucket.watch))
    record_watch(stage, stage.home, failed, recorder.at(CopiedBucket.failures))


def _enabled(status: Attribute) -> bool:
    return status.text == "Enabled"
