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


def _group(*, events: Any = ("DEPLOYMENT_STOP_ON_ALARM",), rolls: bool = True, **alarms: Any) -> dict[str, Any]:
    return {
        "ecs_service": {"cluster_name": "shop", "service_name": "web"},
        "alarm_configuration": {"enabled": True, "alarms": ["${aws_cloudwatch_metric_alarm.web_5xx.alarm_name}"]}
        | alarms,
        "auto_rollback_configuration": {"enabled": rolls, "events": list(events)},
    }


def test_a_code_deploy_group_stops_on_alarms_and_rolls_back(judge: Any) -> None:
    """CodeDeploy stops without turning back where the event is not named."""
    groups = {
        "good": _group(),
        "bad_without_alarms": _group(alarms=[]),
        "bad_disabled": _group(enabled=False),
        "bad_stops_only": _group(events=["DEPLOYMENT_FAILURE"]),
        "bad_rollback_off": _group(rolls=False),
        "bad_silent": {"ecs_service": {"cluster_name": "shop", "service_name": "web"}},
    }
    passed, failed = judge(check.id, resource={"aws_codedeploy_deployment_group": groups})

    assert passed == {"aws_codedeploy_deployment_group.good"}
    assert failed == {f"aws_codedeploy_deployment_group.{name}" for name in groups} - passed


def test_what_code_deploy_does_elsewhere_is_not_asked(judge: Any) -> None:
    """A group of machines or functions, and the service whose group is asked instead."""
    machines = {"aws_codedeploy_deployment_group": {"machines": {"deployment_group_name": "machines"}}}
    service = {"aws_ecs_service": {"web": {"deployment_controller": {"type": "CODE_DEPLOY"}}}}

    assert judge(check.id, resource=machines | service) == (set(), set())


def test_a_rolling_service_is_not_asked(judge: Any) -> None:
    """ROLLING is also what ECS does where no strategy is written."""
    services = {"written": _service("ROLLING", enable=False), "implied": {"desired_count": 2}}

    assert judge(check.id, resource={"aws_ecs_service": services}) == (set(), set())
