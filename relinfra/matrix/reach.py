"""Reach: every arrow that an environment draws between what runs and what it needs, and what it goes by.

Tasks run in private subnets. What they call lies in the same network, behind an endpoint of AWS in it, or beyond a NAT
gateway; where nothing leads, nothing starts, and no tool but AWS itself would say so. `docs/network.md` has the table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import TYPE_CHECKING

from relinfra.matrix.endpoint_services import GATEWAYS, PULL, SESSION, endpoint_services
from relinfra.matrix.models import Shifting
from relinfra.matrix.values.cidr import is_private
from relinfra.matrix.values.regions import dns_suffix

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from relinfra.matrix.models import Environment, Network, Opening, Permission, SecretSource, Service
    from relinfra.reading.problems import Path

__all__ = ["Arrow", "anywhere", "arrows", "endpoints", "image_in", "is_inside", "leads_out", "tested", "unrouted"]

_REGISTRY = re.compile(r"^\d{12}\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.(?P<suffix>amazonaws\.[a-z.]+)/")
_WITH_NAT = "choose `nat: single` or `nat: per_az`"
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
    """Yield every call of a task that leaves its security group, service by service, migrations after their own."""
    for key, service in environment.services.items():
        source = f"tasks of `{key}`"
        yield from _of_task(environment, source, key, service)
        yield from _of_sidecars(environment, source, key, service)
        if service.exec:
            yield Arrow(source=source, target="Session Manager", path=("services", key, "exec"), endpoints=SESSION)
        if service.connect.to:
            yield _connect(source, ("services", key, "connect", "to"))
        if service.migration:
            yield from _of_task(environment, f"the migration of `{key}`", key, service)


def endpoints(environment: Environment) -> tuple[str, ...]:
    """Return the services that need an interface endpoint where nothing leads out, sorted."""
    needed = {name for arrow in arrows(environment) for name in arrow.endpoints or ()}
    return tuple(sorted(needed - GATEWAYS))


def leads_out(environment: Environment) -> bool:
    """Whether private subnets have a way to all of the internet, taken for granted of a network that was there.

    An egress-only gateway is none: it leads to addresses of IPv6 alone, which few registries have. The network in
    which a standby stands ready is one of ours, wherever the environment itself runs.
    """
    network = environment.network
    plan = environment.disaster_recovery
    ours = network.existing is None or (plan is not None and plan.prepared_network is not None)
    return network.nat != "none" or not ours


def anywhere(environment: Environment) -> tuple[str, ...]:
    """Return all addresses of every family that the network routes, for the rules that let HTTPS out."""
    return ("0.0.0.0/0", "::/0") if environment.network.ipv6 else ("0.0.0.0/0",)


def image_in(image: str, region: str) -> bool:
    """Whether an image lies in ECR of a region, of any account."""
    found = _REGISTRY.match(image)
    return found is not None and found["region"] == region and found["suffix"] == dns_suffix(region)


def is_inside(network: Network, other: IPv4Network) -> bool:
    """Whether routes lead to another network without the internet: of the VPC itself, or made elsewhere."""
    return any(other.subnet_of(IPv4Network(known)) for known in (network.cidr, *network.routed))


def unrouted(environment: Environment) -> Iterator[tuple[Path, Opening]]:
    """Yield the ways to and from private networks outside of the VPC whose routes nobody has spoken of."""
    network = environment.network
    if network.existing or network.routed:
        return
    for key, service in environment.services.items():
        ways: dict[str, Sequence[Opening]] = {"egress": service.egress, "ingress": service.ingress}
        for direction, openings in ways.items():
            for number, opening in enumerate(openings):
                other = opening.network
                if isinstance(other, IPv4Network) and is_private(other) and not is_inside(network, other):
                    yield ("services", key, direction, number), opening


def tested(environment: Environment) -> Iterator[tuple[Path, Shifting]]:
    """Yield the deployments whose new tasks are tested on a port of their own, with their paths."""
    for key, service in environment.services.items():
        if isinstance(service.deployment, Shifting):
            yield ("services", key, "deployment"), service.deployment


def _of_task(environment: Environment, source: str, key: str, service: Service) -> Iterator[Arrow]:
    """Yield what a task of a service calls, whether it stays or ends: to start, and then with the rights it has."""
    path: Path = ("services", key)
    yield _image(environment, source, service.image, (*path, "image"), service.image.partition("/")[2])
    yield Arrow(source=source, target="CloudWatch Logs", path=path, endpoints=frozenset({"logs"}))
    for variable, secret in service.secrets.items():
        # A token of IAM is signed in the task itself.
        if not secret.login:
            yield _secret(environment, source, secret, (*path, "secrets", variable))
    if service.buckets:
        yield Arrow(source=source, target="S3", path=(*path, "buckets"), endpoints=frozenset({"s3"}))
    for number, permission in enumerate(service.permissions):
        yield from _permitted(environment, source, permission, (*path, "permissions", number))


def _of_sidecars(environment: Environment, source: str, key: str, service: Service) -> Iterator[Arrow]:
    router, observability = service.log_router, environment.observability
    if router:
        path: Path = ("services", key, "log_router", "image")
        yield _image(environment, source, router.image or ROUTER, path, ROUTER)
        if router.bucket:
            yield Arrow(source=source, target="S3", path=(*path[:-1], "bucket"), endpoints=frozenset({"s3"}))
    if observability.tracing == "xray":
        collector = observability.collector_image or COLLECTOR
        yield _image(environment, source, collector, ("observability", "collector_image"), COLLECTOR)
        traced = ("observability", "tracing")
        yield Arrow(source=source, target="AWS X-Ray", path=traced, endpoints=frozenset({"xray"}))


def _image(environment: Environment, source: str, image: str, path: Path, copied: str) -> Arrow:
    region = environment.region
    return Arrow(
        source=source,
        target=f"{image.partition('/')[0]}",
        path=path,
        endpoints=PULL if image_in(image, region) else None,
        instead=f"an image in ECR of {region}, whose endpoints alone the network has",
        hint=f"copy {copied} there and name the copy, or {_WITH_NAT}",
    )


def _secret(environment: Environment, source: str, secret: SecretSource, path: Path) -> Arrow:
    store = "Parameter Store" if secret.parameter else "Secrets Manager"
    region = _elsewhere(environment, secret.arn.region if secret.arn else "")
    return Arrow(
        source=source,
        target=f"{store} of {secret.arn.region}" if secret.arn else store,
        path=path,
        endpoints=None if region else frozenset({"ssm" if secret.parameter else "secretsmanager"}),
        instead=f"a secret of {region}, whose endpoints alone the network has",
        hint=f"name one of that region, or by its name alone one of every region, or {_WITH_NAT}",
    )


def _permitted(environment: Environment, source: str, permission: Permission, path: Path) -> Iterator[Arrow]:
    """Yield the calls that somebody lets a task make: of the service of each action, where its resources lie."""
    for prefix in dict.fromkeys(action.partition(":")[0] for action in permission.actions):
        known = endpoint_services(prefix, environment.network.endpoints)
        yield Arrow(
            source=source,
            target=f"`{prefix}`",
            path=(*path, "actions"),
            endpoints=known,
            instead="actions of services whose endpoints are known",
            hint=f"name the endpoint in `network.endpoints`, such as `[{prefix}]`, or {_WITH_NAT}",
        )
    for number, resource in enumerate(permission.resources):
        asked = resource.split(":")[3] if resource != "*" else ""
        region = _elsewhere(environment, asked)
        if region:
            yield Arrow(
                source=source,
                target=f"{asked}, where {resource} lies",
                path=(*path, "resources", number),
                endpoints=None,
                instead=f"a resource of {region}, whose endpoints alone the network has",
                hint=_WITH_NAT,
            )


def _elsewhere(environment: Environment, asked: str) -> str | None:
    """Return a region in which tasks run and which is not the one asked for; None where all do, or all are asked."""
    if asked in ("", "*", "{region}"):
        return None
    return next((region for region in environment.running_regions if region != asked), None)


def _connect(source: str, path: Path) -> Arrow:
    return Arrow(
        source=source,
        target="what tells the proxies of Service Connect their routes",
        path=path,
        endpoints=None,
        instead="nothing, since AWS documents no endpoint for those proxies",
        hint=_WITH_NAT,
    )
