"""Buckets, and the snapshots of AWS Backup."""

from __future__ import annotations

from relinfra.evidence.record import Record, figure, flag, parts, text, texts
from relinfra.evidence.records.alarm import Watch

__all__ = ["Bucket", "LogBucket", "Snapshots"]


class Bucket(Record):
    """A bucket of the project."""

    name = text(at="bucket")
    versioned = flag(source="versioning")
    old_version_days = figure("days", source="expire_noncurrent_days")
    old_versions_end = flag()
    """Whether the rule of the life cycle that ends old versions is on."""
    lock_days = figure("days", source="object_lock.days")
    lock_mode = text(source="object_lock.mode")


class LogBucket(Record):
    """A bucket that others write their logs to."""

    name = text(at="bucket")
    kept_days = figure("days")
    encryption = text()
    """The algorithm by which objects are encrypted, such as `AES256` of the keys that S3 manages."""


class Snapshots(Record):
    """A plan of AWS Backup, and the databases it covers."""

    vault = text()
    schedule = text()
    kept_days = figure("days")
    kept = figure("snapshots")
    covers = texts()
    narrowed = flag()
    """Whether tags decide as well which of them are covered, which Terraform alone does not tell."""
    watches = parts(Watch, "watch")
