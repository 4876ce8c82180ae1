from typing import Any

from relinfra_policies.ecs_rolls_back_on_alarms import check

SHIFTS = {"deployment_configuration": {"strategy": "BLUE_GREEN", "bake_time_in_minutes": "30"}}
ALARMS = {
    "enable": True,
    "rollback": True,
    "alarm_names": ["${aws_cloudwatch_metric_alarm.web_5xx.alarm_name}"],
}


def _service(strategy: str = "BLUE_GREEN", **alarms: Any) -> dict[str, Any]:
    return {"deployment_configuration": {"strategy": strategy}, "alarms": ALARMS | alarms}


def test_a_shifting_service_names_alarms_that_are_enabled_and_roll_back(judge: Any) -> None:
    """Any of the three missing leaves a bad release in place; blocks may be written as lists."""
    passed, failed = judge(
        check.id,
        resource={
            "aws_ecs_service": {
                "good": _service(),
                "good_canary": _service("CANARY"),
                "good_as_lists": {"deployment_configuration": [{"strategy": "LINEAR"}], "alarms": [ALARMS]},
                "bad_without": SHIFTS,
                "bad_disabled": _service(enable=False),
                "bad_only_marks": _service(rollback=False),
                "bad_names_none": _service(alarm_names=[]),
            }
        },
    )

    assert passed == {"aws_ecs_service.good", "aws_ecs_service.good_canary", "aws_ecs_service.good_as_lists"}
    assert failed == {
        "aws_ecs_service.bad_without",
        "aws_ecs_service.bad_disabled",
        "aws_ecs_service.bad_only_marks",
        "aws_ecs_service.bad_names_none",
    }


def test_a_rolling_service_is_not_asked(judge: Any) -> None:
    """ROLLING is also what ECS does where no strategy is written."""
    services = {"written": _service("ROLLING", enable=False), "implied": {"desired_count": 2}}

    assert judge(check.id, resource={"aws_ecs_service": services}) == (set(), set())
