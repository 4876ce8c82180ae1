"""How the matrix's rollout of a service becomes a deployment of ECS."""

from __future__ import annotations

from relinfra.matrix import Rollback, Rollout
from relinfra_constructs.deployment import (
    BlueGreenDeployment,
    Deployment,
    RollbackThresholds,
    RollingDeployment,
)

__all__ = ["deployment_of"]


def deployment_of(rollout: Rollout) -> Deployment:
    """Return the deployment that replaces a service as the matrix says."""
    if rollout.strategy == "rolling":
        return RollingDeployment(
            minimum_healthy_percent=rollout.minimum_healthy_percent,
            maximum_percent=rollout.maximum_percent,
            rollback=_thresholds(rollout.rollback) if rollout.rollback else None,
        )
    refused = "refused when the matrix was loaded"
    assert rollout.bake_minutes is not None, refused
    assert rollout.rollback is not None, refused
    return BlueGreenDeployment(bake_minutes=rollout.bake_minutes, rollback=_thresholds(rollout.rollback))


def _thresholds(rollback: Rollback) -> RollbackThresholds:
    return RollbackThresholds(
        error_rate_percent=rollback.error_rate_percent,
        p95_latency_ms=rollback.p95_latency_ms,
        evaluation_minutes=rollback.evaluation_minutes,
    )
