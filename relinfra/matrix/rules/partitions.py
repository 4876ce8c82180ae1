"""Rules of the partitions of AWS: what they offer, and what cannot be reached from one in another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from relinfra.matrix.models import CodeDeploy, Shifting
from relinfra.matrix.rules.finding import Finding
from relinfra.matrix.values.regions import dns_suffix, lacking, partition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.content import MatrixContent
    from relinfra.matrix.models import Environment
    from relinfra.matrix.rules.finding import Scope
    from relinfra.reading.problems import Path

__all__ = ["images_can_be_pulled", "partition_offers_all", "state_is_in_the_partition"]

_EVERYWHERE = ("acm", "ecs", "elasticloadbalancing", "kms", "logs", "monitoring", "route53", "secretsmanager", "sns")
_REGISTRY = re.compile(r"^\d{12}\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.(?P<suffix>amazonaws\.[a-z.]+)/")


def partition_offers_all(scope: Scope) -> Iterator[Finding]:
    """Refuse what the partition of the environment's region does not offer, by the name of the service.

    What AWS does not run there cannot be made.
    """
    region = scope.environment.region
    missing = lacking(region)
    for service, path in _asked(scope.environment):
        if service in missing:
            expected = f"no use of `{service}`, which AWS does not offer in {partition(region)}"
            hint = "remove it, or move the environment to another partition"
            yield Finding(scope.at(*path), expected, f"`{path[-1]}`", hint, (scope.at("region"),))


def images_can_be_pulled(scope: Scope) -> Iterator[Finding]:
    """Refuse images in ECR of another partition: no role of this one may read there."""
    own, collector = scope.environment.region, scope.environment.observability.collector_image
    images: dict[Path, str] = {("observability", "collector_image"): collector or ""}
    for key, service in scope.environment.services.items():
        path, router = ("services", key), service.log_router.image if service.log_router else None
        images.update({(*path, "image"): service.image, (*path, "log_router", "image"): router or ""})
    for at, image in images.items():
        found = _REGISTRY.match(image)
        if found and (partition(found["region"]) != partition(own) or found["suffix"] != dns_suffix(own)):
            expected = f"an image in ECR of {partition(own)}, whose hosts end in {dns_suffix(own)}"
            hint = "copy it there: a role of one partition reads nothing in another"
            yield Finding(scope.at(*at), expected, hint=hint, related=(scope.at("region"),))


def state_is_in_the_partition(matrix: MatrixContent) -> Iterator[Finding]:
    """Demand that every environment lies in the partition of the state's bucket, which its role has to reach."""
    home = partition(matrix.state.region)
    for name, environment in matrix.environments.items():
        if environment.target == "aws" and partition(environment.region) != home:
            path = ("environments", name, "region")
            hint = "roles of one partition reach no bucket of another; give it a matrix of its own"
            related = (("state", "region"),)
            yield Finding(path, f"a region of the partition {home}, like the state's", hint=hint, related=related)


def _asked(environment: Environment) -> Iterator[tuple[str, Path]]:
    yield from ((service, ("region",)) for service in _EVERYWHERE)
    if environment.budget:
        yield "budgets", ("budget",)
    if environment.edge and environment.edge.waf == "managed":
        yield "wafv2", ("edge", "waf")
    if environment.observability.tracing == "xray":
        yield "xray", ("observability", "tracing")
    for key, database in environment.databases.items():
        yield "rds", ("databases", key)
        if database.weekly_snapshots_kept:
            yield "backup", ("databases", key, "weekly_snapshots_kept")
    for key, service in environment.services.items():
        parameters = (variable for variable, source in service.secrets.items() if source.parameter)
        yield from (("ssm", ("services", key, "secrets", variable)) for variable in parameters)
        if isinstance(service.deployment, CodeDeploy):
            yield "codedeploy", ("services", key, "deployment", "strategy")
        if isinstance(service.deployment, Shifting) and service.deployment.hooks:
            yield "lambda", ("services", key, "deployment", "hooks")
        if service.synthetics:
            yield "synthetics", ("services", key, "synthetics")
        if service.connect.to:
            yield "servicediscovery", ("services", key, "connect", "to")
        if service.scaling.min < service.scaling.most:
            yield "application-autoscaling", ("services", key, "scaling")
