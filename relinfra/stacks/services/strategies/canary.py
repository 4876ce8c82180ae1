"""A small share of the traffic moves first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.stacks.services.strategies.shifting import shift_of
from relinfra_constructs.ecs.canary_deployment import CanaryDeployment

if TYPE_CHECKING:
    from relinfra.matrix import Canary
    from relinfra_constructs.placement import Placement

__all__ = ["canary"]


def canary(strategy: Canary, placement: Placement, timeout_minutes: int) -> CanaryDeployment:
    """Return the deployment, which Terraform waits for so long."""
    return CanaryDeployment(
        **shift_of(strategy, placement),
        canary_percent=strategy.canary_percent,
        canary_bake_minutes=strategy.canary_bake_minutes,
        timeout_minutes=timeout_minutes,
    )
