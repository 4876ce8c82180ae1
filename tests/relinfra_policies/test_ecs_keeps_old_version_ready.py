from typing import Any

from relinfra_policies.ecs_keeps_old_version_ready import check

BOTH_SIDES = {
    "target_group_arn": "${aws_lb_target_group.web.arn}",
    "advanced_configuration": {
        "alternate_target_group_arn": "${aws_lb_target_group.web_alternate.arn}",
        "production_listener_rule": "${aws_lb_listener_rule.web.arn}",
    },
}


def _service(bake: str | None = "30", *balancers: Any) -> dict[str, Any]:
    rollout = {"strategy": "BLUE_GREEN"} | ({"bake_time_in_minutes": bake} if bake else {})
    return {"deployment_configuration": rollout, "load_balancer": list(balancers)}


def test_a_shifting_service_bakes_and_can_switch_back(judge: Any) -> None:
    """A bake of a minute or more, on every load balancer two target groups."""
    passed, failed = judge(
        check.id,
        resource={
            "aws_ecs_service": {
                "good": _service("1", BOTH_SIDES),
                "good_as_block": _service() | {"load_balancer": BOTH_SIDES},
                "bad_no_bake": _service(None, BOTH_SIDES),
                "bad_zero_bake": _service("0", BOTH_SIDES),
                "bad_no_balancer": _service("30"),
                "bad_one_side": _service("30", {"target_group_arn": "${aws_lb_target_group.web.arn}"}),
                "bad_second_balancer": _service("30", BOTH_SIDES, {"target_group_arn": "arn"}),
            }
        },
    )

    assert passed == {"aws_ecs_service.good", "aws_ecs_service.good_as_block"}
    assert failed == {
        "aws_ecs_service.bad_no_bake",
        "aws_ecs_service.bad_zero_bake",
        "aws_ecs_service.bad_no_balancer",
        "aws_ecs_service.bad_one_side",
        "aws_ecs_service.bad_second_balancer",
    }


def _group(groups: int = 2, **blue: Any) -> dict[str, Any]:
    pair = {"target_group": [{"name": f"web-{number}"} for number in range(groups)]}
    return {
        "ecs_service": {"cluster_name": "shop", "service_name": "web"},
        "load_balancer_info": {"target_group_pair_info": pair},
        "blue_green_deployment_config": {"terminate_blue_instances_on_deployment_success": blue},
    }


def test_a_code_deploy_group_keeps_the_old_tasks_behind_a_pair(judge: Any) -> None:
    """A minute or more, or until somebody ends them."""
    wait = {"action": "TERMINATE", "termination_wait_time_in_minutes": 30}
    groups = {
        "good": _group(**wait),
        "good_kept": _group(action="KEEP_ALIVE"),
        "bad_at_once": _group(**wait | {"termination_wait_time_in_minutes": 0}),
        "bad_unsaid": _group(action="TERMINATE"),
        "bad_one_side": _group(1, **wait),
    }
    passed, failed = judge(check.id, resource={"aws_codedeploy_deployment_group": groups})

    assert passed == {f"aws_codedeploy_deployment_group.{name}" for name in ("good", "good_kept")}
    assert failed == {f"aws_codedeploy_deployment_group.{name}" for name in groups} - passed


def test_a_rolling_service_is_not_asked(judge: Any) -> None:
    """It replaces tasks in place."""
    assert judge(check.id, resource={"aws_ecs_service": {"rolling": {"desired_count": 2}}}) == (set(), set())
