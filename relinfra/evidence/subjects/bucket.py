"""Buckets that hold the product's data, and those that hold logs."""

from __future__ import annotations

from relinfra.evidence.deployment import Deployment
from relinfra.evidence.resource import Resource
from relinfra.evidence.sheet import Sheet, number

__all__ = ["collect"]

_OLD = ("old_version_days", ("noncurrent_version_expiration", "noncurrent_days"), "expire_noncurrent_days")
_KEPT = ("kept_days", ("expiration", "days"), "")


def collect(deployment: Deployment, sheet: Sheet) -> None:
    """Collect the facts of every bucket; one that others write their logs to is a `log_bucket`."""
    sinks = _sinks(deployment)
    for bucket in deployment.find("aws_s3_bucket"):
        kind = "log_bucket" if bucket in sinks else "bucket"
        own = sheet.at(f"{kind}.{bucket.name}", f"buckets.{bucket.name}")
        own.take("name", bucket.at("bucket"))
        if bucket not in sinks:
            _versions(deployment, bucket, own)
            _lock(deployment, bucket, own)
        _lifecycle(deployment, bucket, own, _KEPT if bucket in sinks else _OLD)


def _sinks(deployment: Deployment) -> set[Resource]:
    targets = [log.at("target_bucket") for log in deployment.find("aws_s3_bucket_logging")]
    for balancer in deployment.find("aws_lb"):
        targets += [balancer.at("access_logs", "bucket"), balancer.at("connection_logs", "bucket")]
    for canary in deployment.find("aws_synthetics_canary"):
        # A canary's reports lie beside its script, in a bucket that its Terraform names only as text.
        script = deployment.output.follow_one(canary.at("s3_bucket"), "aws_s3_object")
        targets.append(script.at("bucket") if script else canary.at("s3_bucket"))
    return {found for target in targets for found in deployment.output.follow(target)}


def _versions(deployment: Deployment, bucket: Resource, sheet: Sheet) -> None:
    for versioning in deployment.find("aws_s3_bucket_versioning"):
        if bucket in deployment.output.follow(versioning.at("bucket")):
            status = versioning.at("versioning_configuration", "status")
            sheet.take("versioned", status, lambda found: found.text == "Enabled", asked="versioning")


def _lock(deployment: Deployment, bucket: Resource, sheet: Sheet) -> None:
    for lock in deployment.find("aws_s3_bucket_object_lock_configuration"):
        retention = lock.at("rule", "default_retention")
        if retention and bucket in deployment.output.follow(lock.at("bucket")):
            sheet.take("lock_days", retention.at("days"), number, unit="days", asked="object_lock.days")
            sheet.take("lock_mode", retention.at("mode"), asked="object_lock.mode")


def _lifecycle(
    deployment: Deployment, bucket: Resource, sheet: Sheet, wanted: tuple[str, tuple[str, ...], str]
) -> None:
    name, steps, asked = wanted
    for lifecycle in deployment.find("aws_s3_bucket_lifecycle_configuration"):
        if bucket in deployment.output.follow(lifecycle.at("bucket")):
            found = next((days for rule in lifecycle.each("rule") if (days := rule.at(*steps))), None)
            sheet.take(name, found, number, unit="days", asked=asked)
