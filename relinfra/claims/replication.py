"""Claims about buckets that are copied to another region: whether they are, and how soon S3 aims to be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from relinfra.claims.claim import Claim, Condition, is_true
from relinfra.evidence.records.recovery import CopiedBucket

__all__ = ["CopiedSoon", "ObjectsCopied", "copied_soon", "objects_copied"]


@dataclass(frozen=True)
class ObjectsCopied(Claim):
    """Every new object of a bucket is copied to its replica."""

    kind: ClassVar[str] = "objects_copied"
    policies: ClassVar[tuple[str, ...]] = (
        "CKV_RELINFRA_43",
        "CKV_RELINFRA_45",
        "CKV_RELINFRA_102",
        "CKV_RELINFRA_122",
    )


@dataclass(frozen=True)
class CopiedSoon(Claim):
    """S3 states a target for how soon a new object is copied, and measures it: Replication Time Control."""

    kind: ClassVar[str] = "copied_soon"
    policies: ClassVar[tuple[str, ...]] = ("CKV_RELINFRA_168",)


def objects_copied(bucket: CopiedBucket) -> ObjectsCopied:
    """Return whether every new object of a bucket is copied.

    The list is the one of https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html.
    """
    narrowed = is_true(bucket.narrowed) or False
    conditions = (
        Condition.of("paired", bucket.replica is not None and bucket.name is not None, bucket.name, bucket.replica),
        Condition.of("enabled", is_true(bucket.enabled) or False, bucket.enabled),
        Condition.of("all_objects", not narrowed, bucket.narrowed),
        Condition.of("versioned", is_true(bucket.versioned), bucket.versioned),
        Condition.of("replica_versioned", is_true(bucket.replica_versioned), bucket.replica_versioned),
        Condition.of("may_read", is_true(bucket.may_read), bucket.may_read),
        Condition.of("may_write", is_true(bucket.may_write), bucket.may_write),
    )
    return ObjectsCopied(bucket.id, conditions)


def copied_soon(bucket: CopiedBucket) -> CopiedSoon:
    """Return whether S3 aims at a time within which an object is copied."""
    conditions = (
        Condition.of("aimed", bucket.within_minutes is not None, bucket.within_minutes or bucket.replica),
        Condition.of("timed", is_true(bucket.timed) or False, bucket.timed, bucket.within_minutes),
    )
    return CopiedSoon(bucket.id, conditions)
