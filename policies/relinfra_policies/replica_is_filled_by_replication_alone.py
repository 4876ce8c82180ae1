"""A replica that nothing fills is an empty bucket."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.buckets import allowing, is_private, keeps_versions
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class ReplicaIsFilledByReplicationAlone(StackRule):
    """A replica is what a replication that is on writes to, and its policy lets nobody else in."""

    policy = "CKV_RELINFRA_122"
    group = "data"
    claims = ("objects_copied",)
    title = "A replica must be filled by a replication that is on, and by nothing else"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "HIGH"
    rationale = "A replica that nothing fills is an empty bucket, and one that others write to is no copy"
    remedy = "Leave replication to `disaster_recovery`"
    source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html"
    resources = ("aws_s3_bucket",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the matrix declares it a replica."""
        return bool(resource.declared("replica_of"))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether everything is copied to it, and nobody else has a way in."""
        filling = [
            rule
            for one in stack.of("aws_s3_bucket_replication_configuration")
            for rule in one.blocks("rule")
            if stack.referred(rule.block("destination").text("bucket"), "aws_s3_bucket") is resource
        ]
        yield any(rule.text("status") == "Enabled" and not _chosen(rule) for rule in filling)
        yield keeps_versions(resource, stack)
        yield not list(allowing(resource, stack))
        yield is_private(resource, stack)


def _chosen(rule: Block) -> bool:
    one = rule.block("filter")
    return bool(one.text("prefix") or one.blocks("tag") or one.blocks("and"))


check = ReplicaIsFilledByReplicationAlone()
