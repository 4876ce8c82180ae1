"""The scope that a rule looks at, and its finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from relinfra.matrix.models import Environment, LocalEnvironment
from relinfra.reading.finding import Finding

if TYPE_CHECKING:
    from relinfra.matrix.content import MatrixContent
    from relinfra.matrix.models import Service
    from relinfra.reading.problems import Path

__all__ = ["AnyScope", "EnvironmentScope", "Finding", "MatrixRule", "Scope", "deployments", "local_scopes", "scopes"]

Kind_co = TypeVar("Kind_co", bound="Environment | LocalEnvironment", covariant=True)
Strategies = TypeVar("Strategies")


@dataclass(frozen=True)
class EnvironmentScope(Generic[Kind_co]):
    """An environment in one region: `path` leads to it, `prefix` begins every physical name in it.

    `regional_prefix` begins those that need to be unique in their region alone.
    """

    path: Path
    prefix: str
    regional_prefix: str
    environment: Kind_co
    primary: bool

    def at(self, *path: str | int) -> Path:
        """Return the path of something in the environment."""
        return (*self.path, *path)


Scope = EnvironmentScope[Environment]
"""An environment on AWS."""
AnyScope = EnvironmentScope[Environment | LocalEnvironment]
"""An environment wherever it runs."""
MatrixRule = Callable[["MatrixContent"], Iterator[Finding]]


def scopes(matrix: MatrixContent) -> Iterator[Scope]:
    """Visit every environment on AWS in every region, each region after the environment's own."""
    for name, environment in matrix.environments.items():
        if environment.target != "aws":
            continue
        path: Path = ("environments", name)
        prefix = f"{matrix.project}-{name}"
        yield EnvironmentScope(path, prefix, prefix, environment, primary=True)
        for region, further in environment.regions.items():
            if region == environment.region:
                continue  # refused by a rule of its own; everything in it would clash
            yield EnvironmentScope((*path, "regions", region), f"{prefix}-{region}", prefix, further, primary=False)


def local_scopes(matrix: MatrixContent) -> Iterator[EnvironmentScope[LocalEnvironment]]:
    """Visit every environment on a developer's machine."""
    for name, environment in matrix.environments.items():
        if environment.target == "compose":
            prefix = f"{matrix.project}-{name}"
            yield EnvironmentScope(("environments", name), prefix, prefix, environment, primary=True)


def deployments(scope: Scope, strategy: type[Strategies]) -> Iterator[tuple[Path, Service, Strategies]]:
    """Visit what deploys by a strategy: the path of its deployment, the service and the strategy."""
    for key, service in scope.environment.services.items():
        if isinstance(service.deployment, strategy):
            yield scope.at("services", key, "deployment"), service, service.deployment
