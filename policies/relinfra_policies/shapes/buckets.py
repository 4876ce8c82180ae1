"""A bucket and what belongs to it in its stack: its encryption, its policy, its life cycle, who may reach it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from relinfra_policies.shapes.documents import services, statements
from relinfra_policies.shapes.stack import Resource, Stack

__all__ = [
    "BLOCKED",
    "algorithms",
    "allowing",
    "belonging",
    "expires",
    "is_log_delivery",
    "is_private",
    "keeps_versions",
]

BLOCKED = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
"""The switches that together block all public access."""
DELIVERY = ("logdelivery.elasticloadbalancing.", "logging.s3.")
"""How the names of the services begin that deliver logs; each partition ends them in its own domain."""


def belonging(bucket: Resource, stack: Stack, kind: str) -> Iterator[Resource]:
    """Yield the resources of a type that are about a bucket."""
    return stack.referring(bucket, "bucket", kind)


def allowing(bucket: Resource, stack: Stack) -> Iterator[Mapping[str, Any]]:
    """Yield the statements of a bucket's policy that allow something."""
    for policy in belonging(bucket, stack, "aws_s3_bucket_policy"):
        for statement in statements(policy.value("policy")):
            if statement.get("Effect") == "Allow":
                yield statement


def is_log_delivery(statement: Mapping[str, Any]) -> bool:
    """Return whether a statement is about services that deliver logs, and nobody else."""
    found = services(statement)
    return bool(found) and all(one.startswith(DELIVERY) for one in found)


def algorithms(bucket: Resource, stack: Stack) -> set[str]:
    """Return how a bucket encrypts what is put into it: `AES256`, `aws:kms`, …."""
    return {
        rule.block("apply_server_side_encryption_by_default").text("sse_algorithm")
        for one in belonging(bucket, stack, "aws_s3_bucket_server_side_encryption_configuration")
        for rule in one.blocks("rule")
    }


def is_private(bucket: Resource, stack: Stack) -> bool:
    """Return whether all public access to a bucket is blocked."""
    blocks = list(belonging(bucket, stack, "aws_s3_bucket_public_access_block"))
    return any(all(block.flag(name) for name in BLOCKED) for block in blocks)


def keeps_versions(bucket: Resource, stack: Stack) -> bool:
    """Return whether a bucket keeps versions of its objects."""
    return any(
        one.block("versioning_configuration").text("status") == "Enabled"
        for one in belonging(bucket, stack, "aws_s3_bucket_versioning")
    )


def expires(bucket: Resource, stack: Stack) -> bool:
    """Return whether a bucket deletes its objects after some days."""
    return any(
        rule.text("status") == "Enabled" and rule.block("expiration").number("days")
        for one in belonging(bucket, stack, "aws_s3_bucket_lifecycle_configuration")
        for rule in one.blocks("rule")
    )
