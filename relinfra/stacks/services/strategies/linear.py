"""Traffic moves in equal steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.stacks.services.strategies.shifting import shift_of
from relinfra_constructs.ecs.linear_deployment import LinearDeployment

if TYPE_CHECKING:
    from relinfra.matrix import Linear
    from relinfra_constructs.placement import Placement

__all__ = ["linear"]


def linear(strategy: Linear, placement: Placement, timeout_minutes: int) -> LinearDeployment:
    """Return the deployment, which Terraform waits for so long."""
    return LinearDeployment(
        **shift_of(strategy, placement),
        step_percent=strategy.step_percent,
        step_bake_minutes=strategy.step_bake_minutes,
        timeout_minutes=timeout_minutes,
    )
