"""States and evidence of releases lie in one region: their versions are what brings them back."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.buckets import algorithms, belonging, is_private, keeps_versions
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

LOCK = "aws_s3_bucket_object_lock_configuration"


class BucketOfAnAccountStays(StackRule):
    """A bucket that pipelines keep states or evidence in keeps versions, stays, and is closed to the world."""

    policy = "CKV_RELINFRA_128"
    group = "state and supply"
    title = "A bucket of states must keep versions and stay, and one of evidence be locked"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "HIGH"
    rationale = "It is copied nowhere: what is overwritten or deleted there comes back from versions, or not at all"
    remedy = "Leave both buckets to `bootstrap`"
    source = "https://developer.hashicorp.com/terraform/language/backend/s3"
    resources = ("aws_s3_bucket",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the bootstrap declares what is kept in it."""
        return bool(resource.declared("keeps"))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether versions are kept, under a key of its own, and nothing removes the bucket."""
        yield keeps_versions(resource, stack)
        yield is_private(resource, stack)
        yield algorithms(resource, stack) == {"aws:kms"}
        yield resource.block("lifecycle").flag("prevent_destroy") is True
        yield resource.flag("force_destroy") is not True
        if resource.declared("keeps") == "evidence":
            yield resource.flag("object_lock_enabled") is True
            yield any(one.block("rule").blocks("default_retention") for one in belonging(resource, stack, LOCK))


check = BucketOfAnAccountStays()
