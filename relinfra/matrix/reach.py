"""Reach: every arrow that an environment draws between what runs and what it needs, and what it goes by.

Tasks run in private subnets. What they call lies in the same network, behind an endpoint of AWS in it, or beyond a NAT
gateway; where nothing leads, nothing starts, and no tool but AWS itself would say so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relinfra.matrix.models import Shifting, Standby
from relinfra.matrix.values.regions import dns_suffix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.models import Environment, SecretSource, Service
    from relinfra.reading.problems import Path

__all__ = ["Arrow", "anywhere", "arrows", "endpoints", "image_in", "leads_out", "tested"]

_GATEWAY = "s3"
"""The service that every network here has a gateway to, which needs no interface endpoint."""
_PULL = frozenset({"ecr.api", "ecr.dkr", _GATEWAY})
"""https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html"""
_SESSION = frozenset({"kms", "ssmmessages"})
"""The agent of a session opens its channel and decrypts it with the key itself.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
"""
_REGISTRY = re.compile(r"^\d{12}\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.(?P<suffix>amazonaws\.[a-z.]+)/")
COLLECTOR = "public.ecr.aws/aws-observability/aws-otel-collector"
ROUTER = "public.ecr.aws/aws-observability/aws-for-fluent-bit"


@dataclass(frozen=True, kw_only=True)
class Arrow:
    """One end calls the other: `source` and `target` are what messages call them.

    path: the line that draws it, below the environment.
    endpoints: the services of AWS through whose endpoints it goes where nothing leads out; None where there are none.
    instead: what may stand in its place there.
    hint: what to do then.
    """

    source: str
    target: str
    path: Path
    endpoints: frozenset[str] | None
    instead: str = ""
    hint: str = ""


def arrows(environment: Environment) -> Iterator[Arrow]:
    """Yield every call of a task that leaves its security group, service by service."""
    for key, service in environment.services.items():
        source, path = f"tasks of `{key}`", ("services", key)
        yield from _images(environment, source, path, service)
        yield Arrow(source=source, target="CloudWatch Logs", path=path, endpoints=frozenset({"logs"}))
        for variable, secret in service.secrets.items():
            yield _secret(environment, source, secret, (*path, "secrets", variable))
        if service.buckets:
            yield Arrow(source=source, target="S3", path=(*path, "buckets"), endpoints=frozenset({_GATEWAY}))
        if service.exec:
            yield Arrow(source=source, target="Session Manager", path=(*path, "exec"), endpoints=_SESSION)
        if environment.observability.tracing == "xray":
            traced = ("observability", "tracing")
            yield Arrow(source=source, target="AWS X-Ray", path=traced, endpoints=frozenset({"xray"}))
        if service.connect.to:
            yield _connect(source, (*path, "connect", "to"))


def endpoints(environment: Environment) -> tuple[str, ...]:
    """Return the services that need an interface endpoint where nothing leads out, sorted."""
    needed = {name for arrow in arrows(environment) for name in arrow.endpoints or ()}
    return tuple(sorted(needed - {_GATEWAY}))


def leads_out(environment: Environment) -> bool:
    """Whether private subnets have a way to the internet, which is taken for granted of a network that was there.

    The network in which a standby stands ready is one of ours, wherever the environment itself runs.
    """
    network = environment.network
    ours = network.existing is None or isinstance(environment.disaster_recovery, Standby)
    return network.nat != "none" or not ours


def anywhere(environment: Environment) -> tuple[str, ...]:
    """Return all addresses of every family that the network routes, for the rules that let HTTPS out."""
    return ("0.0.0.0/0", "::/0") if environment.network.ipv6 else ("0.0.0.0/0",)


def image_in(image: str, region: str) -> bool:
    """Whether an image lies in ECR of a region, of any account."""
    found = _REGISTRY.match(image)
    return found is not None and found["region"] == region and found["suffix"] == dns_suffix(region)


def _images(environment: Environment, source: str, path: Path, service: Service) -> Iterator[Arrow]:
    yield _image(environment, source, service.image, (*path, "image"), service.image.partition("/")[2])
    router = service.log_router
    if router:
        yield _image(environment, source, router.image or ROUTER, (*path, "log_router", "image"), ROUTER)
    if environment.observability.tracing == "xray":
        image, at = environment.observability.collector_image, ("observability", "collector_image")
        yield _image(environment, source, image or COLLECTOR, at, COLLECTOR)


def _image(environment: Environment, source: str, image: str, path: Path, copied: str) -> Arrow:
    region = environment.region
    return Arrow(
        source=source,
        target=f"{image.partition('/')[0]}",
        path=path,
        endpoints=_PULL if image_in(image, region) else None,
        instead=f"an image in ECR of {region}, whose endpoints alone the network has",
        hint=f"copy {copied} there and name the copy, or choose `nat: single` or `nat: per_az`",
    )


def _secret(environment: Environment, source: str, secret: SecretSource, path: Path) -> Arrow:
    region, store = environment.region, "Parameter Store" if secret.parameter else "Secrets Manager"
    elsewhere = secret.arn is not None and secret.arn.region != region
    return Arrow(
        source=source,
        target=f"{store} of {secret.arn.region}" if secret.arn else store,
        path=path,
        endpoints=None if elsewhere else frozenset({"ssm" if secret.parameter else "secretsmanager"}),
        instead=f"a secret of {region}, whose endpoints alone the network has",
        hint="name one of this region, or choose `nat: single` or `nat: per_az`",
    )


def _connect(source: str, path: Path) -> Arrow:
    return Arrow(
        source=source,
        target="what tells the proxies of Service Connect their routes",
        path=path,
        endpoints=None,
        instead="nothing, since AWS documents no endpoint for those proxies",
        hint="choose `nat: single` or `nat: per_az`",
    )


def tested(environment: Environment) -> Iterator[tuple[Path, Shifting]]:
    """Yield the deployments whose new tasks are tested on a port of their own, with their paths."""
    for key, service in environment.services.items():
        if isinstance(service.deployment, Shifting):
            yield ("services", key, "deployment"), service.deployment
