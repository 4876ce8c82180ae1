import pytest

from relinfra.domain.rollout_time import (
    TaskTime,
    linear_shift_minutes,
    linear_steps,
    rolling_minutes,
    shifting_minutes,
)

MARGIN = 15
TASK = TaskTime(healthy_seconds=60, drain_seconds=30)


def rolling(tasks: int, minimum: int = 100, maximum: int = 200, watch: int = 0) -> int:
    return rolling_minutes(
        TASK, tasks=tasks, minimum_healthy_percent=minimum, maximum_percent=maximum, watch_minutes=watch
    )


def test_a_task_comes_and_leaves_by_the_minute() -> None:
    """Waits are rounded up; without a load balancer nothing is waited for but the task itself."""
    assert (TASK.start_minutes, TASK.leave_minutes) == (6, 2)
    assert (TaskTime().start_minutes, TaskTime().leave_minutes) == (5, 1)
    assert TaskTime(healthy_seconds=61, drain_seconds=61).start_minutes == 7


@pytest.mark.parametrize(
    ("minimum", "maximum", "tasks", "batches"),
    [(100, 200, 30, 1), (50, 100, 30, 2), (100, 150, 30, 2), (50, 100, 5, 3), (50, 100, 1, 1), (100, 110, 3, 3)],
)
def test_a_rolling_deployment_takes_every_batch_there_and_back(
    minimum: int, maximum: int, tasks: int, batches: int
) -> None:
    """ECS rounds the tasks it keeps up and the tasks it may run down, and replaces the difference at a time."""
    assert rolling(tasks, minimum, maximum) == 2 * batches * (6 + 2) + MARGIN


def test_a_rolling_deployment_takes_as_long_as_its_alarms_watch() -> None:
    """A rollback that an alarm starts in its last minute is still seen."""
    assert rolling(4, watch=5) - rolling(4) == 5


def test_a_shift_takes_its_waits_and_drains_twice() -> None:
    """All tasks start at once; draining happens twice where traffic goes back."""
    assert shifting_minutes(TASK, shift_minutes=0, bake_minutes=30, hook_minutes=0) == 6 + 30 + 2 * 2 + MARGIN
    assert shifting_minutes(TASK, shift_minutes=20, bake_minutes=30, hook_minutes=15) == 6 + 65 + 2 * 2 + MARGIN


@pytest.mark.parametrize(("percent", "steps"), [(100, 1), (50, 2), (30, 4), (33.3, 4), (3, 34)])
def test_the_last_step_of_a_linear_shift_takes_what_is_left(percent: float, steps: int) -> None:
    """Nothing waits after it."""
    assert linear_steps(percent) == steps
    assert linear_shift_minutes(percent, 5) == (steps - 1) * 5
