"""Routers of logs that can start, and know where to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from relinfra.matrix.rules.finding import Finding
from relinfra.reading.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.rules.finding import AnyScope, Scope

__all__ = ["logs_have_a_bucket", "routers_are_pinned", "routers_can_be_pulled"]

_ECR = re.compile(r"^\d{12}\.dkr\.ecr\.")
_HINT = "copy public.ecr.aws/aws-observability/aws-for-fluent-bit there, and name the copy"


def logs_have_a_bucket(scope: AnyScope) -> Iterator[Finding]:
    """Demand that logs go to a bucket of their environment."""
    known = scope.environment.buckets
    for key, service in scope.environment.services.items():
        router = service.log_router
        if router and router.bucket and router.bucket not in known:
            path, target = scope.at("services", key, "log_router", "bucket"), scope.at("buckets", router.bucket)
            hint = nearest(router.bucket, known) or "`buckets` defines none"
            yield Finding(path, "the key of a bucket", hint=hint, related=(target,))


def routers_are_pinned(scope: Scope) -> Iterator[Finding]:
    """Demand a version of the router's image, which no release supplies."""
    for key, service in scope.environment.services.items():
        image = service.log_router.image if service.log_router else None
        if image and "@" not in image and ":" not in image.rpartition("/")[2]:
            path = scope.at("services", key, "log_router", "image")
            yield Finding(path, "an image with its tag or digest", hint="for example `:3.4.16`")


def routers_can_be_pulled(scope: Scope) -> Iterator[Finding]:
    """Demand an image in ECR where there is no way out to a public registry."""
    network = scope.environment.network
    if network.nat != "none" or network.existing is not None:
        return
    for key, service in scope.environment.services.items():
        router = service.log_router
        if router and not _ECR.match(router.image or ""):
            path, related = scope.at("services", key, "log_router", "image"), (scope.at("network", "nat"),)
            yield Finding(path, "an image in ECR, since `nat: none`", hint=_HINT, related=related)
