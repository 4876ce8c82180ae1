from collections.abc import Callable
from typing import Any

import pytest

Changed = Callable[[str, Callable[[Any], None]], str]
STACK = "shop-production-service"


def section(text: str, number: int) -> str:
    """Return one section of a plan."""
    return text.partition(f"\n## {number}. ")[2].partition("\n## ")[0].partition("\n[^p1]:")[0]


def lines(text: str, number: int, word: str) -> str:
    """Return the lines of a section that speak of something."""
    return "\n".join(line for line in section(text, number).splitlines() if word in line)


def declared(resources: Any) -> Any:
    """Return the body of the service."""
    return resources["aws_ecs_service"]["web"]


@pytest.mark.parametrize(
    "change",
    [
        lambda found: declared(found)["deployment_configuration"].update(strategy="ZIGZAG"),
        lambda found: declared(found).update(deployment_controller={"type": "ZIGZAG"}),
    ],
)
def test_a_strategy_the_plan_does_not_know_is_said_to_be_so(changed: Changed, change: Callable[[Any], None]) -> None:
    """Neither described as something else nor passed over: sections 4, 5 and 11 say what is missing."""
    text = changed(STACK, change)
    assert "strategy `zigzag`, **which this plan does not know**" in lines(text, 4, "Production")
    assert "strategy `zigzag` is not known to this plan" in lines(text, 5, "Rollback**")
    assert "this plan does not know strategy `zigzag`" in lines(text, 11, "production")
    assert "swaps" not in lines(text, 4, "Production")
    assert "list-service-deployments" not in lines(text, 5, "shop-production")


def test_code_deploy_without_its_group_is_an_open_question(changed: Changed) -> None:
    """What CodeDeploy does is not guessed from the service it deploys."""
    text = changed(STACK, lambda found: declared(found).update(deployment_controller={"type": "CODE_DEPLOY"}))
    assert "whose deployment group is not in these stacks" in lines(text, 4, "Production")
    assert "Name the CodeDeploy group of production `shop-production-web`" in section(text, 11)
    assert "rolling update" not in lines(text, 4, "Production")
    assert "turns a deployment back" not in lines(text, 4, "Production")
    assert "its way back is not known here" in lines(text, 5, "Rollback**")


def test_a_canary_says_how_much_goes_first_and_for_how_long(changed: Changed) -> None:
    """The share and the wait stand in section 4, and section 9 looks at the alarms meanwhile."""

    def canary(found: Any) -> None:
        settings = declared(found)["deployment_configuration"]
        shift = {"canary_percent": 10, "canary_bake_time_in_minutes": "5"}
        settings.update(strategy="CANARY", canary_configuration=shift)

    text = changed(STACK, canary)
    assert "moves 10 % of the traffic, and the rest 5 minutes later" in lines(text, 4, "Production")
    assert "While 10 % of the traffic of `shop-production-web` goes to the new tasks, for 5 minutes" in section(text, 9)


def test_a_linear_shift_says_its_steps(changed: Changed) -> None:
    """A reader need not calculate when all traffic has moved."""

    def linear(found: Any) -> None:
        settings = declared(found)["deployment_configuration"]
        settings.update(strategy="LINEAR", linear_configuration={"step_percent": 20, "step_bake_time_in_minutes": "3"})

    text = changed(STACK, linear)
    said = lines(text, 4, "Production")
    assert (
        "moves 20 % of the traffic every 3 minutes. That is 5 steps, the last of them 12 minutes after the first"
        in said
    )
    assert "moves by 20 % every 3 minutes: ask for rollback alarms after each step" in section(text, 9)


def test_a_hook_says_when_it_is_asked(changed: Changed) -> None:
    """A function that can stop a deployment is named with the moment it is asked."""

    def hook(found: Any) -> None:
        arn = "arn:aws:lambda:us-east-1:222222222222:function:smoke"
        block = {"hook_target_arn": arn, "lifecycle_stages": ["POST_TEST_TRAFFIC_SHIFT"], "role_arn": "x"}
        declared(found)["deployment_configuration"]["lifecycle_hook"] = [block]

    text = changed(STACK, hook)
    assert "at `POST_TEST_TRAFFIC_SHIFT`" in lines(text, 4, ":smoke`")


def test_code_deploy_is_described_with_its_commands(changed: Changed) -> None:
    """Traffic, bake time and alarms come from the group; stopping is a command of CodeDeploy's."""

    def deploy(found: Any) -> None:
        declared(found).update(deployment_controller={"type": "CODE_DEPLOY"})
        for argument in ("deployment_configuration", "alarms", "deployment_circuit_breaker"):
            del declared(found)[argument]
        found["aws_codedeploy_app"] = {"web": {"name": "shop-production-web"}}
        found["aws_codedeploy_deployment_group"] = {"web": group()}

    text = changed(STACK, deploy)
    said = lines(text, 4, "Production")
    assert "CodeDeploy group `shop-production-web` of application `shop-production-web`" in said
    assert (
        "moves 10 % of the traffic, and the rest 5 minutes later (`CodeDeployDefault.ECSCanary10Percent5Minutes`)"
        in said
    )
    assert "Terraform starts no deployment, and nothing here says what does." in said
    assert "`shop-production-web-rollback-5xx` stops it and turns it back" in said
    assert "`relinfra runbook show stop-production-service-web`" in section(text, 5)
    assert "that is until 30 minutes after the shift" in lines(text, 5, "Rollback**")
    assert "CodeDeploy stops the deployment" in lines(text, 5, "web-rollback-5xx")
    assert "Ask CodeDeploy whether `shop-production-web` has arrived" in section(text, 9)


def group() -> dict[str, Any]:
    """Return a deployment group as Terraform has it."""
    listener = "${aws_lb_listener.%s.arn}"
    return {
        "app_name": "${aws_codedeploy_app.web.name}",
        "deployment_group_name": "shop-production-web",
        "deployment_config_name": "CodeDeployDefault.ECSCanary10Percent5Minutes",
        "ecs_service": {"cluster_name": "shop-production", "service_name": "${aws_ecs_service.web.name}"},
        "auto_rollback_configuration": {"enabled": True, "events": ["DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_FAILURE"]},
        "alarm_configuration": {"enabled": True, "alarms": ["shop-production-web-rollback-5xx"]},
        "blue_green_deployment_config": {
            "terminate_blue_instances_on_deployment_success": {"termination_wait_time_in_minutes": 30}
        },
        "load_balancer_info": {
            "target_group_pair_info": {
                "prod_traffic_route": {"listener_arns": [listener % "https"]},
                "test_traffic_route": {"listener_arns": [listener % "test"]},
                "target_group": [
                    {"name": "${aws_lb_target_group.web.name}"},
                    {"name": "${aws_lb_target_group.web_alternate.name}"},
                ],
            }
        },
    }
