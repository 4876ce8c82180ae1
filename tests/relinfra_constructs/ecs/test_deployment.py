import pytest

from relinfra_constructs.ecs.deployment import BlueGreenDeployment, RollbackThresholds, RollingDeployment, Rollout

MARGIN = 15
THRESHOLDS = RollbackThresholds(error_rate_percent=2, p95_latency_ms=400, evaluation_minutes=5)


def rollout(tasks: int) -> Rollout:
    return Rollout(tasks=tasks, start_minutes=6, drain_minutes=2)


@pytest.mark.parametrize(
    ("minimum", "maximum", "tasks", "batches"),
    [(100, 200, 30, 1), (50, 100, 30, 2), (100, 150, 30, 2), (50, 100, 5, 3), (50, 100, 1, 1), (100, 110, 3, 3)],
)
def test_a_rolling_deployment_waits_for_every_batch_there_and_back(
    minimum: int, maximum: int, tasks: int, batches: int
) -> None:
    """ECS rounds the tasks it keeps up and the tasks it may run down, and replaces the difference at a time."""
    deployment = RollingDeployment(minimum_healthy_percent=minimum, maximum_percent=maximum)
    assert deployment.minutes(rollout(tasks)) == 2 * batches * (6 + 2) + MARGIN


def test_a_rolling_deployment_waits_as_long_as_its_alarms_watch() -> None:
    """A rollback that an alarm starts in its last minute is still seen."""
    watched = RollingDeployment(rollback=THRESHOLDS).minutes(rollout(4))
    assert watched - RollingDeployment().minutes(rollout(4)) == 5


@pytest.mark.parametrize("tasks", [1, 30])
def test_a_blue_green_deployment_waits_for_the_bake_whatever_the_number_of_tasks(tasks: int) -> None:
    """All tasks start at once; draining happens twice where traffic goes back."""
    deployment = BlueGreenDeployment(bake_minutes=30, rollback=THRESHOLDS)
    assert deployment.minutes(rollout(tasks)) == 6 + 30 + 2 * 2 + MARGIN


def test_the_bake_time_is_text() -> None:
    """The provider tells 0 minutes from none given by it."""
    deployment = BlueGreenDeployment(bake_minutes=0, rollback=THRESHOLDS)
    assert deployment.configuration() == {"strategy": "BLUE_GREEN", "bake_time_in_minutes": "0"}
