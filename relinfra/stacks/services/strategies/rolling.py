"""Tasks are replaced a batch at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.stacks.services.strategies.shifting import thresholds_of
from relinfra_constructs.ecs.rolling_deployment import RollingDeployment

if TYPE_CHECKING:
    from relinfra.matrix import Rolling

__all__ = ["rolling"]


def rolling(strategy: Rolling, timeout_minutes: int) -> RollingDeployment:
    """Return the deployment, which Terraform waits for so long."""
    return RollingDeployment(
        minimum_healthy_percent=strategy.minimum_healthy_percent,
        maximum_percent=strategy.maximum_percent,
        rollback=thresholds_of(strategy.rollback) if strategy.rollback else None,
        timeout_minutes=timeout_minutes,
    )
