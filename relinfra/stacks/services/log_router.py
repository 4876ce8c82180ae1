"""The log router of a service, as the matrix asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra_constructs.ecs.log_router import ROUTER_IMAGE, LogBucket, LogRouterProps
from relinfra_constructs.ecs.task_roles import BucketAccess

if TYPE_CHECKING:
    from relinfra.matrix import Service
    from relinfra.stacks.services.data import ServiceData

__all__ = ["log_router_of"]


def log_router_of(service: Service, data: ServiceData) -> LogRouterProps | None:
    """Return the router as the matrix says, or None where there is none."""
    asked = service.log_router
    if asked is None:
        return None
    bucket = None
    if asked.bucket:
        found = data.buckets[asked.bucket]
        bucket = LogBucket(name=found.id, access=BucketAccess(arn=found.arn, kms_key_arn=found.key_arn))
    return LogRouterProps(bucket=bucket, exclude=asked.exclude, image=asked.image or ROUTER_IMAGE)
