"""Buckets that hold the product's data, and those that hold logs."""

from __future__ import annotations

from collections.abc import Iterable

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.records.storage import Bucket, LogBucket
from relinfra.evidence.resource import Resource
from relinfra.evidence.stack import Stack
from relinfra.evidence.stage_stacks import StageStacks

__all__ = ["collect", "versioning_of"]


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect the facts of every bucket; one that others write their logs to is a `log_bucket`."""
    sinks = _sinks(stage)
    for bucket in stage.find("aws_s3_bucket"):
        kind = Stage.log_buckets if bucket in sinks else Stage.buckets
        own = recorder.one(kind, bucket.name, f"buckets.{bucket.name}")
        own.read(bucket)
        if bucket in sinks:
            own.take(LogBucket.kept_days, _kept(stage, bucket))
            own.take(LogBucket.encryption, _algorithm(stage, bucket))
            continue
        _versions(stage, bucket, own)
        _lock(stage, bucket, own)
        old = _days(stage, bucket, "noncurrent_version_expiration", "noncurrent_days")
        own.take(Bucket.old_version_days, old)
        status = old and _rule(stage, bucket, old)
        own.take(Bucket.old_versions_end, status, lambda found: found.text == "Enabled")


def _sinks(stage: StageStacks) -> set[Resource]:
    targets = [log.at("target_bucket") for log in stage.find("aws_s3_bucket_logging")]
    for balancer in stage.find("aws_lb"):
        targets += [balancer.at("access_logs", "bucket"), balancer.at("connection_logs", "bucket")]
    for canary in stage.find("aws_synthetics_canary"):
        # A canary's reports lie beside its script, in a bucket that its Terraform names only as text.
        script = stage.output.follow_one(canary.at("s3_bucket"), "aws_s3_object")
        targets.append(script.at("bucket") if script else canary.at("s3_bucket"))
    return {found for target in targets for found in stage.output.follow(target)}


def _versions(stage: StageStacks, bucket: Resource, recorder: Recorder) -> None:
    status = versioning_of(stage, stage.home, bucket)
    recorder.take(Bucket.versioned, status, lambda found: found.text == "Enabled")


def versioning_of(stage: StageStacks, stacks: Iterable[Stack], bucket: Resource) -> Attribute | None:
    """Return the status of the versioning of a bucket in some stacks of a stage, or None where they say nothing."""
    for versioning in (one for stack in stacks for one in stack.find("aws_s3_bucket_versioning")):
        if bucket in stage.output.follow(versioning.at("bucket")):
            return versioning.at("versioning_configuration", "status")
    return None


def _lock(stage: StageStacks, bucket: Resource, recorder: Recorder) -> None:
    for lock in stage.find("aws_s3_bucket_object_lock_configuration"):
        retention = lock.at("rule", "default_retention")
        if retention and bucket in stage.output.follow(lock.at("bucket")):
            recorder.take(Bucket.lock_days, retention.at("days"))
            recorder.take(Bucket.lock_mode, retention.at("mode"))


def _days(stage: StageStacks, bucket: Resource, *steps: str) -> Attribute | None:
    """Return the first number of days that a rule of the bucket's life cycle says at a path."""
    for lifecycle in stage.find("aws_s3_bucket_lifecycle_configuration"):
        if bucket in stage.output.follow(lifecycle.at("bucket")):
            return next((days for rule in lifecycle.each("rule") if (days := rule.at(*steps))), None)
    return None


def _kept(stage: StageStacks, bucket: Resource) -> Attribute | None:
    """Return after how many days objects expire, None where no rule that is switched on says so."""
    days = _days(stage, bucket, "expiration", "days")
    status = days and _rule(stage, bucket, days)
    return days if status and status.text == "Enabled" else None


def _algorithm(stage: StageStacks, bucket: Resource) -> Attribute | None:
    """Return the algorithm by which a bucket encrypts what is put into it."""
    for one in stage.find("aws_s3_bucket_server_side_encryption_configuration"):
        if bucket in stage.output.follow(one.at("bucket")):
            steps = ("apply_server_side_encryption_by_default", "sse_algorithm")
            return next((found for rule in one.each("rule") if (found := rule.at(*steps))), None)
    return None


def _rule(stage: StageStacks, bucket: Resource, days: Attribute) -> Attribute | None:
    """Return the status of the rule of a bucket's life cycle that says a number of days."""
    for lifecycle in stage.find("aws_s3_bucket_lifecycle_configuration"):
        if bucket in stage.output.follow(lifecycle.at("bucket")):
            rules = (rule for rule in lifecycle.each("rule") if days.path[: len(rule.path)] == rule.path)
            return next((status for rule in rules if (status := rule.at("status"))), None)
    return None
