"""All traffic moves at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.stacks.services.strategies.shifting import shift_of
from relinfra_constructs.ecs.blue_green_deployment import BlueGreenDeployment

if TYPE_CHECKING:
    from relinfra.matrix import BlueGreen
    from relinfra_constructs.placement import Placement

__all__ = ["blue_green"]


def blue_green(strategy: BlueGreen, placement: Placement, timeout_minutes: int) -> BlueGreenDeployment:
    """Return the deployment, which Terraform waits for so long."""
    return BlueGreenDeployment(
        **shift_of(strategy, placement),
        timeout_minutes=timeout_minutes,
    )
