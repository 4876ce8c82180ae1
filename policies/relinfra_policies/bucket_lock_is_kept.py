"""A lock that ends early keeps nothing."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

YEAR = 365
"""Days."""


class BucketLockIsKept(StackRule):
    """A bucket whose lock is declared has it, in the declared mode and for the declared days."""

    policy = "CKV_RELINFRA_101"
    group = "data"
    title = "The lock of a bucket must hold as declared"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "HIGH"
    rationale = "Whoever shortens a lock deletes what it was for"
    remedy = "Set `buckets.KEY.object_lock`"
    source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html"
    resources = ("aws_s3_bucket_object_lock_configuration",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether mode and days are as declared, and the bucket can be locked."""
        kept = resource.block("rule").block("default_retention")
        days = kept.number("days") or (kept.number("years") or 0) * YEAR
        bucket = stack.referred(resource.text("bucket"), "aws_s3_bucket")
        mode = resource.declared("lock_mode")
        yield kept.text("mode") in ("COMPLIANCE", "GOVERNANCE")
        yield mode in (None, kept.text("mode"))
        yield days >= resource.declared_number("lock_days", 1)
        yield bucket is None or bucket.flag("object_lock_enabled") is True


check = BucketLockIsKept()
