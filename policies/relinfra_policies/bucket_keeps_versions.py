"""A deleted object comes back from its versions, or not at all."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class BucketKeepsVersions(StackRule):
    """A bucket keeps versions, unless the matrix declares that it has none."""

    policy = "CKV_RELINFRA_43"
    group = "data"
    claims = ("objects_copied", "old_versions_kept")
    title = "A bucket must keep versions as declared"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "HIGH"
    rationale = "A deleted object comes back from its versions, or not at all"
    remedy = "Set `buckets.KEY.versioning`"
    source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html"
    resources = ("aws_s3_bucket_versioning",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the matrix does not declare that it keeps none."""
        return resource.declared("versioning") is not False

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether versions are kept, of a bucket that is there."""
        yield resource.block("versioning_configuration").text("status") == "Enabled"
        yield bool(resource.text("bucket")) and stack.exists(resource.text("bucket"))


check = BucketKeepsVersions()
