"""Props of the strategies that move traffic."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from relinfra_constructs.ecs.deployment import LifecycleHook, RollbackThresholds

if TYPE_CHECKING:
    from relinfra.matrix import Rollback, Shifting
    from relinfra_constructs.placement import Placement

__all__ = ["Shift", "shift_of", "thresholds_of"]


class Shift(TypedDict):
    """The arguments of every deployment that moves traffic."""

    bake_minutes: int
    rollback: RollbackThresholds
    hooks: list[LifecycleHook]


def shift_of(strategy: Shifting, placement: Placement) -> Shift:
    """Return the arguments as the matrix says; hooks are functions at `placement`."""
    return {
        "bake_minutes": strategy.bake_minutes,
        "rollback": thresholds_of(strategy.rollback),
        "hooks": [
            LifecycleHook(
                function_arn=placement.arn("lambda", f"function:{hook.function}"),
                stages=hook.stages,
                timeout_minutes=hook.timeout_minutes,
            )
            for hook in strategy.hooks
        ],
    }


def thresholds_of(rollback: Rollback) -> RollbackThresholds:
    """Return what turns a deployment back as the matrix says."""
    return RollbackThresholds(
        error_rate_percent=rollback.error_rate_percent,
        p95_latency_ms=rollback.p95_latency_ms,
        evaluation_minutes=rollback.evaluation_minutes,
    )
