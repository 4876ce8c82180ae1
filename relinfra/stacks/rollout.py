"""How the strategy of a service in the matrix becomes a deployment of ECS or CodeDeploy."""

from __future__ import annotations

from typing import TypedDict, assert_never

from relinfra.matrix import (
    BlueGreen,
    Canary,
    CodeDeployAllAtOnce,
    CodeDeployCanary,
    CodeDeployLinear,
    Linear,
    Rollback,
    Rolling,
    Service,
    Shifting,
)
from relinfra.matrix.deploy_time import rollout_minutes
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


class _Shift(TypedDict):
    bake_minutes: int
    rollback: RollbackThresholds
    hooks: list[LifecycleHook]


def deployment_of(service: Service, placement: Placement) -> Deployment:
    """Return the deployment that replaces a service as the matrix says; hooks are functions at `placement`."""
    strategy, minutes = service.deployment, rollout_minutes(service)
    match strategy:
        case Rolling():
            return RollingDeployment(
                timeout_minutes=minutes,
                minimum_healthy_percent=strategy.minimum_healthy_percent,
                maximum_percent=strategy.maximum_percent,
                rollback=_thresholds(strategy.rollback) if strategy.rollback else None,
            )
        case BlueGreen():
            return BlueGreenDeployment(**_shift(strategy, placement), timeout_minutes=minutes)
        case Canary():
            return CanaryDeployment(
                **_shift(strategy, placement),
                timeout_minutes=minutes,
                canary_percent=strategy.canary_percent,
                canary_bake_minutes=strategy.canary_bake_minutes,
            )
        case Linear():
            return LinearDeployment(
                **_shift(strategy, placement),
                timeout_minutes=minutes,
                step_percent=strategy.step_percent,
                step_bake_minutes=strategy.step_bake_minutes,
            )
        case CodeDeployAllAtOnce() | CodeDeployCanary() | CodeDeployLinear():
            return CodeDeployDeployment(**_shift(strategy, placement), routing=_routing(strategy))
        case _:
            assert_never(strategy)


def _routing(strategy: CodeDeployAllAtOnce | CodeDeployCanary | CodeDeployLinear) -> TrafficRouting:
    match strategy:
        case CodeDeployAllAtOnce():
            return TrafficRouting()
        case CodeDeployCanary(canary_percent=share, canary_bake_minutes=wait):
            return TrafficRouting(type="TimeBasedCanary", percentage=int(share), interval_minutes=wait)
        case CodeDeployLinear(step_percent=share, step_bake_minutes=wait):
            return TrafficRouting(type="TimeBasedLinear", percentage=int(share), interval_minutes=wait)
        case _:
            assert_never(strategy)


def _shift(strategy: Shifting, placement: Placement) -> _Shift:
    return {
        "bake_minutes": strategy.bake_minutes,
        "rollback": _thresholds(strategy.rollback),
        "hooks": [
            LifecycleHook(
                function_arn=placement.arn("lambda", f"function:{hook.function}"),
                stages=hook.stages,
                timeout_minutes=hook.timeout_minutes,
            )
            for hook in strategy.hooks
        ],
    }


def _thresholds(rollback: Rollback) -> RollbackThresholds:
    return RollbackThresholds(
        error_rate_percent=rollback.error_rate_percent,
        p95_latency_ms=rollback.p95_latency_ms,
        evaluation_minutes=rollback.evaluation_minutes,
    )
