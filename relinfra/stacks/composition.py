"""The stacks of every environment of a matrix, composed in an app."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from relinfra.stacks.environment import EnvironmentStacks

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from relinfra.matrix import Matrix
    from relinfra_constructs.cdk import Construct

__all__ = ["compose_environments"]


def compose_environments(
    app: Construct, matrix: Matrix, names: Collection[str] | None = None
) -> Mapping[str, EnvironmentStacks]:
    """Add the stacks of each environment that targets AWS, or of those named, to an app; return them by its name."""
    wanted = (one for one in matrix.regional_environments() if names is None or one.environment.name in names)
    by_environment = groupby(wanted, key=lambda deployment: deployment.environment.name)
    return {name: EnvironmentStacks(app, matrix, list(deployments)) for name, deployments in by_environment}
