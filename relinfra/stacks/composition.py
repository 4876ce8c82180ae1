"""The stacks of every environment of a matrix, composed in an app."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from relinfra.stacks.environment import EnvironmentStacks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relinfra.matrix import Matrix
    from relinfra_constructs.cdk import Construct

__all__ = ["compose_environments"]


def compose_environments(app: Construct, matrix: Matrix) -> Mapping[str, EnvironmentStacks]:
    """Add the stacks of each environment that targets AWS to an app, and return them by its name."""
    by_environment = groupby(matrix.regional_environments(), key=lambda deployment: deployment.environment.name)
    return {name: EnvironmentStacks(app, matrix, list(deployments)) for name, deployments in by_environment}
