"""How the matrix's rollout of a service becomes a deployment of ECS or CodeDeploy."""

from __future__ import annotations

from typing import TypedDict, TypeVar

from relinfra.matrix import Rollback, Rollout
from relinfra_constructs.ecs.canary_deployment import CanaryDeployment
from relinfra_constructs.ecs.code_deploy_deployment import CodeDeployDeployment
from relinfra_constructs.ecs.deployment import (
    BlueGreenDeployment,
    Deployment,
    LifecycleHook,
    RollbackThresholds,
    RollingDeployment,
)
from relinfra_constructs.ecs.linear_deployment import LinearDeployment
from relinfra_constructs.ecs.traffic_routing import TrafficRouting
from relinfra_constructs.placement import Placement

__all__ = ["deployment_of"]

_Value = TypeVar("_Value")


def deployment_of(rollout: Rollout, placement: Placement) -> Deployment:
    """Return the deployment that replaces a service as the matrix says; hooks are functions at `placement`."""
    if rollout.strategy == "rolling":
        return RollingDeployment(
            minimum_healthy_percent=rollout.minimum_healthy_percent,
            maximum_percent=rollout.maximum_percent,
            rollback=_thresholds(rollout.rollback) if rollout.rollback else None,
        )
    shared = _Shared(
        bake_minutes=_declared(rollout.bake_minutes),
        rollback=_thresholds(_declared(rollout.rollback)),
        hooks=[
            LifecycleHook(
                function_arn=placement.arn("lambda", f"function:{hook.function}"),
                stages=hook.stages,
                timeout_minutes=hook.timeout_minutes,
            )
            for hook in rollout.hooks
        ],
    )
    if rollout.by_code_deploy:
        return CodeDeployDeployment(**shared, routing=_routing(rollout))
    if rollout.strategy == "canary":
        return CanaryDeployment(
            **shared,
            canary_percent=_declared(rollout.canary_percent),
            canary_bake_minutes=_declared(rollout.canary_bake_minutes),
        )
    if rollout.strategy == "linear":
        return LinearDeployment(
            **shared,
            step_percent=_declared(rollout.step_percent),
            step_bake_minutes=_declared(rollout.step_bake_minutes),
        )
    return BlueGreenDeployment(**shared)


def _routing(rollout: Rollout) -> TrafficRouting:
    if rollout.shift == "canary":
        share, wait = _declared(rollout.canary_percent), _declared(rollout.canary_bake_minutes)
        return TrafficRouting(type="TimeBasedCanary", percentage=int(share), interval_minutes=wait)
    if rollout.shift == "linear":
        share, wait = _declared(rollout.step_percent), _declared(rollout.step_bake_minutes)
        return TrafficRouting(type="TimeBasedLinear", percentage=int(share), interval_minutes=wait)
    return TrafficRouting()


class _Shared(TypedDict):
    bake_minutes: int
    rollback: RollbackThresholds
    hooks: list[LifecycleHook]


def _declared(value: _Value | None) -> _Value:
    assert value is not None, "refused when the matrix was loaded"
    return value


def _thresholds(rollback: Rollback) -> RollbackThresholds:
    return RollbackThresholds(
        error_rate_percent=rollback.error_rate_percent,
        p95_latency_ms=rollback.p95_latency_ms,
        evaluation_minutes=rollback.evaluation_minutes,
    )
