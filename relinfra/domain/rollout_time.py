"""The time a deployment takes at most: Terraform, the pipeline and the documents wait for it."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

__all__ = [
    "DRAIN_SECONDS",
    "STOP_SECONDS",
    "TaskTime",
    "linear_shift_minutes",
    "linear_steps",
    "rolling_minutes",
    "shifting_minutes",
]

DRAIN_SECONDS = 30
"""How long a load balancer lets requests end that a leaving task has begun: its deregistration delay."""
_START_MINUTES = 5
"""A Fargate task from asked for to running: an interface, the image, the application."""
STOP_SECONDS = 30
"""How long after it was asked to stop ECS kills a container, unless its definition says otherwise.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
"""
_MARGIN_MINUTES = 15
"""What alarms, traffic shifts and a slow day of AWS may take beyond the sum of the parts."""
_ALL = 100


@dataclass(frozen=True, kw_only=True)
class TaskTime:
    """The time in which a task comes and leaves.

    healthy_seconds: how long a started task has to count as healthy; 0 where nobody asks it.
    drain_seconds: how long the requests of a leaving task may take to end; 0 without a load balancer.
    stop_seconds: how long its container may take to end by itself.
    """

    healthy_seconds: int = 0
    drain_seconds: int = 0
    stop_seconds: int = STOP_SECONDS

    @property
    def start_minutes(self) -> int:
        """From asked for to taking requests."""
        return _START_MINUTES + ceil(self.healthy_seconds / 60)

    @property
    def leave_minutes(self) -> int:
        """From taking requests to gone."""
        return ceil(self.stop_seconds / 60) + ceil(self.drain_seconds / 60)


def linear_steps(step_percent: float) -> int:
    """Return in how many steps all traffic moves; the last one takes what is left."""
    return ceil(_ALL / step_percent)


def linear_shift_minutes(step_percent: float, wait_minutes: int) -> int:
    """Return how long equal steps take: nothing waits after the last."""
    return (linear_steps(step_percent) - 1) * wait_minutes


def rolling_minutes(
    task: TaskTime, *, tasks: int, minimum_healthy_percent: int, maximum_percent: int, watch_minutes: int
) -> int:
    """Return the time of all batches forward and, should the last one fail, back; and of the alarms' last look."""
    kept = ceil(tasks * minimum_healthy_percent / _ALL)
    batch = max(1, floor(tasks * maximum_percent / _ALL) - kept)
    moves = 2 * ceil(tasks / batch) * (task.start_minutes + task.leave_minutes)
    return moves + watch_minutes + _MARGIN_MINUTES


def shifting_minutes(task: TaskTime, *, shift_minutes: int, bake_minutes: int, hook_minutes: int) -> int:
    """Return scale-up, hooks, shift, bake, drain. A rollback shifts back at once and costs a drain of its own."""
    waits = hook_minutes + shift_minutes + bake_minutes
    return task.start_minutes + waits + 2 * task.leave_minutes + _MARGIN_MINUTES
