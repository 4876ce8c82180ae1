"""How long a release into an environment may take."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relinfra.matrix.matrix import Matrix
    from relinfra.matrix.models import Environment

__all__ = ["deploy_minutes"]

_DEPLOY_MINUTES = 60  # creating a Multi-AZ database takes 20 to 30 of them
_LONGEST_JOB_MINUTES = 360  # GitHub's own limit


def deploy_minutes(matrix: Matrix, name: str) -> int:
    """Return the minutes a job needs for every region of an AWS environment, bake times included; at most 360."""
    regional = [found.environment for found in matrix.deployments() if found.environment.name == name]
    return min(sum(_minutes(found) for found in regional), _LONGEST_JOB_MINUTES)


def _minutes(environment: Environment) -> int:
    bakes = (service.deployment.minutes for service in environment.services.values())
    return _DEPLOY_MINUTES + max(bakes, default=0)
