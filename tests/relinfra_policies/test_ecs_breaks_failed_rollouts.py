from typing import Any

from relinfra_policies.ecs_breaks_failed_rollouts import check


def test_a_service_has_a_breaker_that_rolls_back(judge: Any) -> None:
    """Without the rollback the breaker only stops at the broken version."""
    passed, failed = judge(
        check.id,
        resource={
            "aws_ecs_service": {
                "good": {"deployment_circuit_breaker": {"enable": True, "rollback": True}},
                "bad_without": {"desired_count": 2},
                "bad_blue_green": {"deployment_configuration": {"strategy": "BLUE_GREEN"}},
                "bad_disabled": {"deployment_circuit_breaker": {"enable": False, "rollback": True}},
                "bad_only_stops": {"deployment_circuit_breaker": {"enable": True, "rollback": False}},
            }
        },
    )

    assert passed == {"aws_ecs_service.good"}
    assert failed == {
        "aws_ecs_service.bad_without",
        "aws_ecs_service.bad_blue_green",
        "aws_ecs_service.bad_disabled",
        "aws_ecs_service.bad_only_stops",
    }


def test_other_controllers_are_not_asked(judge: Any) -> None:
    """CodeDeploy refuses a breaker."""
    services = {"code_deploy": {"deployment_controller": {"type": "CODE_DEPLOY"}}}

    assert judge(check.id, resource={"aws_ecs_service": services}) == (set(), set())
