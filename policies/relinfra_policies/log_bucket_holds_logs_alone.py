"""Keys that S3 manages are for logs that AWS delivers, and for nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.buckets import algorithms, allowing, expires, is_log_delivery, is_private
from relinfra_policies.shapes.documents import listed
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class LogBucketHoldsLogsAlone(StackRule):
    """A bucket under keys of S3, or one that AWS delivers logs to, is written to by log delivery alone."""

    policy = "CKV_RELINFRA_120"
    group = "security"
    title = "A bucket under keys of S3 must hold nothing but logs that AWS delivers, for a time"
    category = CheckCategories.ENCRYPTION
    level = "MEDIUM"
    rationale = "Keys of S3 are accepted for logs alone, since log delivery supports no other"
    remedy = "Leave log buckets to relinfra, and give any other bucket a key of its own"
    source = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html"
    resources = ("aws_s3_bucket",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether S3 manages its keys, or AWS delivers logs to it."""
        return "AES256" in algorithms(resource, stack) or any(map(is_log_delivery, allowing(resource, stack)))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether log delivery writes, nobody else may do anything, and logs end."""
        permitted = list(allowing(resource, stack))
        yield bool(permitted)
        for statement in permitted:
            yield is_log_delivery(statement)
            yield listed(statement.get("Action")) == ["s3:PutObject"]
        yield bool(algorithms(resource, stack))
        yield is_private(resource, stack)
        yield expires(resource, stack)


check = LogBucketHoldsLogsAlone()
