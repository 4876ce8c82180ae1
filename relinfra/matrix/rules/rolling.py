"""A rolling deployment can move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.models import Rolling
from relinfra.matrix.rules.finding import Finding, deployments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.models import Scaling
    from relinfra.matrix.rules.finding import Scope

__all__ = ["rolling_can_move"]


def rolling_can_move(scope: Scope) -> Iterator[Finding]:
    """Demand that ECS may either stop an old task or start a new one, however many there are.

    It rounds the minimum up and the maximum down, so that 50/100 is stuck with one task.
    """
    for path, service, rollout in deployments(scope, Rolling):
        stuck = _stuck_at(service.scaling, rollout)
        if stuck is not None:
            found = (
                f"{rollout.minimum_healthy_percent} % to {rollout.maximum_percent} %, with which ECS can "
                f"neither stop nor start a task while {stuck} {'runs' if stuck == 1 else 'run'}"
            )
            hint = "raise `maximum_percent`, for example to 200, or lower `minimum_healthy_percent`"
            scaling = (*path[:-1], "scaling")
            yield Finding(path, "percentages that let a deployment move", found, hint, (scaling,))


def _stuck_at(scaling: Scaling, rollout: Rolling) -> int | None:
    for tasks in range(max(1, scaling.least), scaling.most + 1):
        kept = -(-tasks * rollout.minimum_healthy_percent // 100)
        allowed = tasks * rollout.maximum_percent // 100
        if kept >= tasks and allowed <= tasks:
            return tasks
    return None
