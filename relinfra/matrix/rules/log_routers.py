"""Routers of logs that can start, and know where to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.rules.finding import Finding
from relinfra.reading.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.rules.finding import AnyScope, Scope
    from relinfra.reading.problems import Path

__all__ = ["logs_have_a_bucket", "routers_are_pinned"]


def logs_have_a_bucket(scope: AnyScope) -> Iterator[Finding]:
    """Demand that logs go to a bucket of their environment.

    The router may write to buckets of its own environment alone.
    """
    known = scope.environment.buckets
    for key, service in scope.environment.services.items():
        router = service.log_router
        if router and router.bucket and router.bucket not in known:
            path, target = scope.at("services", key, "log_router", "bucket"), scope.at("buckets", router.bucket)
            hint = nearest(router.bucket, known) or "`buckets` defines none"
            yield Finding(path, "the key of a bucket", hint=hint, related=(target,), sought_in=target[:-1])


def routers_are_pinned(scope: Scope) -> Iterator[Finding]:
    """Demand a version of the images that no release supplies: of routers, and of the collector of traces.

    Without one, what runs changes without anybody asking for it.
    """
    environment = scope.environment
    images: dict[Path, str | None] = {("observability", "collector_image"): environment.observability.collector_image}
    for key, service in environment.services.items():
        path: Path = ("services", key, "log_router", "image")
        images[path] = service.log_router.image if service.log_router else None
    for at, image in images.items():
        if image and "@" not in image and ":" not in image.rpartition("/")[2]:
            yield Finding(scope.at(*at), "an image with its tag or digest", hint="for example `:3.4.16`")
