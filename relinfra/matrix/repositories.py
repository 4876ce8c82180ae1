"""The container repositories of a matrix: which of Amazon ECR its services name, and where else each has to lie."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relinfra.matrix.values.regions import dns_suffix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.content import MatrixContent
    from relinfra.matrix.regional_environment import RegionalEnvironment

__all__ = ["ContainerRepository", "Registry", "RepositoryUse", "ecr_image", "repositories", "repository_uses"]

_IMAGE = re.compile(r"(?P<account>\d{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.(?P<suffix>[a-z.]+)/(?P<name>[^:@]+)")


@dataclass(frozen=True, order=True)
class Registry:
    """All repositories of an account in a region."""

    account: str
    region: str


@dataclass(frozen=True)
class RepositoryUse:
    """A repository that a service of an environment names in `image`, and the region that it would be needed in too."""

    name: str
    registry: Registry
    environment: str
    service: str
    recovery_region: str | None


@dataclass(frozen=True)
class ContainerRepository:
    """A repository: its name, the registry that images are pushed to, and those that they are replicated to."""

    name: str
    home: Registry
    replicas: tuple[Registry, ...]
    accounts: tuple[str, ...]
    """Other accounts with services that run its images."""


def ecr_image(image: str) -> tuple[Registry, str] | None:
    """Return the registry and the repository of an image in Amazon ECR, None for any other."""
    found = _IMAGE.match(image)
    if found is None or found["suffix"] != dns_suffix(found["region"]):
        return None
    return Registry(found["account"], found["region"]), found["name"]


def repository_uses(matrix: MatrixContent) -> Iterator[RepositoryUse]:
    """Visit the repositories that services name in accounts of the matrix, in the order of promotion."""
    order = {name: number for number, name in enumerate(matrix.promotion)}
    deployments = sorted(matrix.regional_environments(), key=lambda one: order.get(one.environment.name, len(order)))
    own = {found.account for found in matrix.environments.values()} | {matrix.state_account}
    for deployment in deployments:
        for key, service in deployment.environment.services.items():
            found = ecr_image(service.image)
            if found and found[0].account in own:
                region = _recovery_region(deployment, found[0])
                yield RepositoryUse(found[1], found[0], deployment.environment.name, key, region)


def repositories(matrix: MatrixContent) -> tuple[ContainerRepository, ...]:
    """Return the repositories by name; images are pushed to where the first stage of the promotion has them from."""
    uses: dict[str, list[RepositoryUse]] = {}
    for use in repository_uses(matrix):
        uses.setdefault(use.name, []).append(use)
    return tuple(_repository(matrix, name, found) for name, found in sorted(uses.items()))


def _repository(matrix: MatrixContent, name: str, uses: list[RepositoryUse]) -> ContainerRepository:
    home = uses[0].registry
    further = {use.registry for use in uses}
    further |= {Registry(use.registry.account, use.recovery_region) for use in uses if use.recovery_region}
    accounts = {matrix.environments[use.environment].account or "" for use in uses}
    return ContainerRepository(
        name=name,
        home=home,
        replicas=tuple(sorted(further - {home})),
        accounts=tuple(sorted(accounts - {home.account})),
    )


def _recovery_region(deployment: RegionalEnvironment, registry: Registry) -> str | None:
    """Return where an image is needed when the region is lost: only then does what lies in another one stay."""
    plan = deployment.environment.disaster_recovery
    return plan.region if plan and registry.region == deployment.region else None
