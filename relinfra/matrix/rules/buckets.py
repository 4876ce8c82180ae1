"""Buckets that S3 would refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.rules.finding import Scope

__all__ = ["locked_buckets_keep_versions"]


def locked_buckets_keep_versions(scope: Scope) -> Iterator[Finding]:
    """Demand versioning where versions are locked.

    S3 locks versions, and takes no lock without them.
    """
    for key, bucket in scope.environment.buckets.items():
        if bucket.object_lock is not None and not bucket.versioning:
            path, related = scope.at("buckets", key, "versioning"), (scope.at("buckets", key, "object_lock"),)
            yield Finding(path, "true, since `object_lock` locks versions", "false", related=related)
