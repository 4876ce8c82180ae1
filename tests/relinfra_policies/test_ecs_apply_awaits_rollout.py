from typing import Any

from relinfra_policies.ecs_apply_awaits_rollout import check

LINEAR = {"linear_configuration": {"step_percent": 30, "step_bake_time_in_minutes": "5"}}
CANARY = {"canary_configuration": {"canary_percent": 10, "canary_bake_time_in_minutes": "15"}}


def _service(timeout: str | None, strategy: str = "BLUE_GREEN", **rollout: Any) -> dict[str, Any]:
    service: dict[str, Any] = {
        "wait_for_steady_state": True,
        "deployment_configuration": {"strategy": strategy, "bake_time_in_minutes": "30"} | rollout,
    }
    return service | ({"timeouts": {"create": timeout, "update": timeout}} if timeout else {})


def test_an_apply_waits_longer_than_a_deployment_is_watched(judge: Any) -> None:
    """Steps count too: three waits of 5 minutes between steps of 30 %, and the bake of 30, are 45; unset, it is 20."""
    passed, failed = judge(
        check.id,
        resource={
            "aws_ecs_service": {
                "good": _service("1h"),
                "good_default": _service(None, bake_time_in_minutes=10),
                "good_canary": _service("45m1s", "CANARY", **CANARY),
                "good_linear": _service("46m", "LINEAR", **LINEAR),
                "bad_default": _service(None),
                "bad_equal": _service("30m"),
                "bad_canary": _service("45m", "CANARY", **CANARY),
                "bad_linear": _service("45m", "LINEAR", **LINEAR),
                "bad_create": _service("1h") | {"timeouts": {"create": "10m", "update": "1h"}},
                "bad_returns": _service("1h") | {"wait_for_steady_state": False},
                "unknown": _service("1h", bake_time_in_minutes="${local.bake}"),
                "bad_no_duration": _service("soon"),
            }
        },
    )

    assert passed == {f"aws_ecs_service.good{suffix}" for suffix in ("", "_default", "_canary", "_linear")}
    assert failed == {
        f"aws_ecs_service.bad_{suffix}"
        for suffix in (
            "default",
            "equal",
            "canary",
            "linear",
            "create",
            "returns",
            "no_duration",
        )
    }


def test_a_rolling_service_is_not_asked(judge: Any) -> None:
    """Its deployments have no bake time."""
    assert judge(check.id, resource={"aws_ecs_service": {"rolling": {"desired_count": 2}}}) == (set(), set())
