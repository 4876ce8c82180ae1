"""An object that is deleted in its only region comes back from versions, or not at all."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.buckets import is_private, keeps_versions
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class BucketOfOneRegionKeepsVersions(StackRule):
    """A bucket that the matrix copies nowhere keeps the versions of its objects."""

    policy = "CKV_RELINFRA_121"
    group = "data"
    claims = ("old_versions_kept",)
    title = "A bucket that is declared to lie in one region must keep versions"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "MEDIUM"
    rationale = "What is deleted in the only region comes back from versions, or not at all"
    remedy = "Set `buckets.KEY.versioning`, or declare `disaster_recovery`"
    source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html"
    resources = ("aws_s3_bucket",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the matrix declares that it is copied nowhere."""
        return resource.declared("copied") is False

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether versions are kept, and the world has no way in to delete them."""
        yield keeps_versions(resource, stack)
        yield is_private(resource, stack)


check = BucketOfOneRegionKeepsVersions()
