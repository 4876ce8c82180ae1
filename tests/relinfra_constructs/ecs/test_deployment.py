import pytest

from relinfra_constructs.ecs.blue_green_deployment import BlueGreenDeployment
from relinfra_constructs.ecs.canary_deployment import CanaryDeployment
from relinfra_constructs.ecs.deployment import LifecycleHook, RollbackThresholds
from relinfra_constructs.errors import ConstructError

THRESHOLDS = RollbackThresholds(error_rate_percent=2, p95_latency_ms=400, evaluation_minutes=5)


def test_the_bake_time_is_text() -> None:
    """The provider tells 0 minutes from none given by it."""
    deployment = BlueGreenDeployment(bake_minutes=0, rollback=THRESHOLDS)
    assert deployment.configuration() == {"strategy": "BLUE_GREEN", "bake_time_in_minutes": "0"}


def test_a_timeout_outlasts_what_ecs_waits_for() -> None:
    """Terraform that gives up earlier would fail a deployment that goes well; the bake time and all hooks count."""
    hooks = [LifecycleHook(function_arn="arn:smoke", stages=["PRE_SCALE_UP", "POST_SCALE_UP"], timeout_minutes=10)]
    with pytest.raises(ConstructError, match=r"above the 70 minutes of its bake time and hooks.*found 70"):
        BlueGreenDeployment(bake_minutes=50, rollback=THRESHOLDS, hooks=hooks, timeout_minutes=70)
    shift = CanaryDeployment(
        bake_minutes=50,
        rollback=THRESHOLDS,
        hooks=hooks,
        timeout_minutes=90,
        canary_percent=5,
        canary_bake_minutes=10,
    )
    assert shift.timeout_minutes == 90
