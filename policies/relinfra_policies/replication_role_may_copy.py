"""A replication whose role may not copy fails object by object, in silence."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.documents import trusted
from relinfra_policies.shapes.granted import granted, reads
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

RIGHTS = (
    "s3:GetReplicationConfiguration",
    "s3:ListBucket",
    "s3:GetObjectVersionForReplication",
    "s3:GetObjectVersionAcl",
    "s3:GetObjectVersionTagging",
    "s3:ReplicateObject",
    "s3:ReplicateDelete",
    "kms:Decrypt",
    "kms:Encrypt",
)


class ReplicationRoleMayCopy(StackRule):
    """The role of a replication is S3's, reads the source, writes the copy, and uses the keys of both."""

    policy = "CKV_RELINFRA_102"
    group = "data"
    claims = ("objects_copied",)
    title = "The role of a replication must be S3's, and be able to copy with keys"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "HIGH"
    rationale = "A role that may not read, write or use a key leaves each object uncopied, without an error"
    remedy = "Leave replication to `disaster_recovery`"
    source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html"
    resources = ("aws_s3_bucket_replication_configuration",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether its role is of this stack."""
        return stack.referred(resource.text("role"), "aws_iam_role") is not None

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether the role is trusted by S3 alone and has each right."""
        role = stack.referred(resource.text("role"), "aws_iam_role")
        policies = list(stack.referring(role, "role", "aws_iam_role_policy")) if role else []
        found = [statement for one in policies for statement in granted(one, "policy", stack)]
        yield role is not None and trusted(role) == {"s3.amazonaws.com"}
        for action in RIGHTS:
            yield any(reads(statement, action) for statement in found)


check = ReplicationRoleMayCopy()
