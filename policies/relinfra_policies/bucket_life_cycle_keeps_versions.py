"""A life cycle that deletes early undoes what versions are for."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class BucketLifeCycleKeepsVersions(StackRule):
    """Objects and former versions stay as long as the matrix declares, and the clean-up is on."""

    policy = "CKV_RELINFRA_44"
    group = "data"
    claims = ("old_versions_kept",)
    title = "The life cycle of a bucket must keep objects and former versions for the declared days, and end the latter"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "HIGH"
    rationale = "A life cycle that deletes early undoes what versions are for"
    remedy = "Set `buckets.KEY.expire_noncurrent_days`, or `expire_days`"
    source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html"
    resources = ("aws_s3_bucket_lifecycle_configuration",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether each rule is on, keeps them, and lets no object go that the matrix does not."""
        declared = resource.declared("expire_noncurrent_days") is not None
        days, whole = resource.declared_number("expire_noncurrent_days", 0), resource.declared("expire_days")
        ended = [one for rule in resource.blocks("rule") for one in rule.blocks("noncurrent_version_expiration")]
        yield bool(ended) or not declared
        for one in resource.blocks("rule"):
            yield one.text("status") == "Enabled"
            for expiration in one.blocks("noncurrent_version_expiration"):
                yield (expiration.number("noncurrent_days") or 0) >= days
            for expiration in one.blocks("expiration") if declared else ():
                yield not expiration.text("date")
                yield expiration.number("days") in (None, 0, whole)


check = BucketLifeCycleKeepsVersions()
