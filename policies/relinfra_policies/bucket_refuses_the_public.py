"""A bucket that one more statement would open is open one day."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.buckets import BLOCKED, belonging
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class BucketRefusesThePublic(StackRule):
    """All public access is blocked, and lists of access have no effect."""

    policy = "CKV_RELINFRA_98"
    group = "data"
    title = "A bucket must block all public access, and belong to its owner alone"
    category = CheckCategories.GENERAL_SECURITY
    level = "CRITICAL"
    rationale = "One statement more opens a bucket that does not block public access"
    remedy = "Leave `buckets` as relinfra makes them"
    source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html"
    resources = ("aws_s3_bucket",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether every way to the public is blocked."""
        blocks = list(belonging(resource, stack, "aws_s3_bucket_public_access_block"))
        controls = list(belonging(resource, stack, "aws_s3_bucket_ownership_controls"))
        yield bool(blocks)
        for block in blocks:
            for name in BLOCKED:
                met = block.flag(name) is True
                resource.unknown.extend(() if met else block.unknown)
                yield met
        # S3 makes new buckets so where nothing is said.
        yield all(one.block("rule").text("object_ownership") == "BucketOwnerEnforced" for one in controls)


check = BucketRefusesThePublic()
