"""CodeDeploy in charge of a service."""

import json
from typing import Any

import pytest

from relinfra_constructs.cdk import TerraformOutput, TerraformStack
from relinfra_constructs.ecs.capacity import FargateMix
from relinfra_constructs.ecs.code_deploy_deployment import CodeDeployDeployment
from relinfra_constructs.ecs.deployment import LifecycleHook
from relinfra_constructs.ecs.ecs_service import FargateService
from relinfra_constructs.ecs.scaling import ScalingProps
from relinfra_constructs.ecs.traffic_routing import TrafficRouting
from relinfra_constructs.errors import ConstructError
from tests.services import CODE_DEPLOY, SMOKE_ARN, THRESHOLDS, service_props, traffic_props
from tests.support import HERE, policy, resource, synthesize

GROUP = "aws_codedeploy_deployment_group.web"


def service(deployment: CodeDeployDeployment = CODE_DEPLOY, **arguments: Any) -> dict[str, Any]:
    traffic = traffic_props(test_listener_arn="arn:test-listener")
    props = service_props(**{"deployment": deployment, "traffic": traffic, **arguments})
    return synthesize(lambda stack: FargateService(stack, "service", props))


def routed(**arguments: Any) -> dict[str, Any]:
    routing = TrafficRouting(**arguments)
    return service(CodeDeployDeployment(bake_minutes=30, rollback=THRESHOLDS, routing=routing))


def test_the_service_leaves_deployments_to_code_deploy() -> None:
    """No strategy, alarm, breaker or wait of ECS is left on it, and Terraform starts nothing."""
    body = resource(service(), "aws_ecs_service.web")
    assert body["deployment_controller"] == {"type": "CODE_DEPLOY"}
    assert body["wait_for_steady_state"] is False
    own = {"deployment_configuration", "deployment_circuit_breaker", "alarms", "timeouts", "deployment_maximum_percent"}
    assert own.isdisjoint(body)
    assert "advanced_configuration" not in body["load_balancer"]


@pytest.mark.parametrize(
    ("maximum", "scaled"), [(2, []), (4, ["desired_count"])], ids=["a fixed count", "an automatic count"]
)
def test_terraform_leaves_alone_what_a_deployment_sets(maximum: int, scaled: list[str]) -> None:
    """ECS refuses these from anybody else: putting them back would fail the apply."""
    body = resource(service(scaling=ScalingProps(minimum=2, maximum=maximum)), "aws_ecs_service.web")
    assert body["lifecycle"]["ignore_changes"] == [
        *scaled,
        "load_balancer",
        "network_configuration",
        "task_definition",
    ]


def test_both_rules_lead_to_the_tasks_that_run_and_their_actions_are_left_alone() -> None:
    """CodeDeploy finds the rules it moves by the group that has the traffic, on either listener."""
    synthesized = service()
    for name in ("web", "web_test"):
        rule = resource(synthesized, f"aws_lb_listener_rule.{name}")
        assert rule["action"]["forward"]["target_group"] == [
            {"arn": "${aws_lb_target_group.web.arn}", "weight": 100},
            {"arn": "${aws_lb_target_group.web_alternate.arn}", "weight": 0},
        ]
        assert rule["lifecycle"] == {"ignore_changes": ["action"]}


def test_the_group_shifts_between_both_target_groups_and_turns_back_on_alarms() -> None:
    """Old tasks stay for the bake time; alarms, failures and a person's stop all return traffic."""
    group = resource(service(), GROUP)
    assert group["load_balancer_info"]["target_group_pair_info"] == {
        "prod_traffic_route": {"listener_arns": ["arn:listener"]},
        "target_group": [
            {"name": "${aws_lb_target_group.web.name}"},
            {"name": "${aws_lb_target_group.web_alternate.name}"},
        ],
        "test_traffic_route": {"listener_arns": ["arn:test-listener"]},
    }
    assert group["deployment_style"] == {"deployment_option": "WITH_TRAFFIC_CONTROL", "deployment_type": "BLUE_GREEN"}
    blue = group["blue_green_deployment_config"]["terminate_blue_instances_on_deployment_success"]
    assert blue == {"action": "TERMINATE", "termination_wait_time_in_minutes": 30}
    assert group["alarm_configuration"] == {
        "alarms": [
            "${aws_cloudwatch_metric_alarm.web_rollback_5xx.alarm_name}",
            "${aws_cloudwatch_metric_alarm.web_rollback_p95.alarm_name}",
        ],
        "enabled": True,
        "ignore_poll_alarm_failure": False,
    }
    assert group["auto_rollback_configuration"]["enabled"] is True
    assert {"DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"} < set(group["auto_rollback_configuration"]["events"])
    assert group["depends_on"]


def test_the_alarms_say_who_rolls_back() -> None:
    """Whoever reads one at night looks for the deployment where it runs."""
    alarm = resource(service(), "aws_cloudwatch_metric_alarm.web_rollback_5xx")
    assert alarm["alarm_description"].endswith("CodeDeploy rolls the deployment back.")


@pytest.mark.parametrize(
    ("routing", "name"),
    [
        ({}, "CodeDeployDefault.ECSAllAtOnce"),
        (
            {"type": "TimeBasedCanary", "percentage": 10, "interval_minutes": 15},
            "CodeDeployDefault.ECSCanary10Percent15Minutes",
        ),
        (
            {"type": "TimeBasedLinear", "percentage": 10, "interval_minutes": 3},
            "CodeDeployDefault.ECSLinear10PercentEvery3Minutes",
        ),
    ],
)
def test_a_configuration_that_aws_has_is_not_made_again(routing: dict[str, Any], name: str) -> None:
    """Teams on CodeDeploy know these names."""
    synthesized = routed(**routing)
    assert resource(synthesized, GROUP)["deployment_config_name"] == name
    assert "aws_codedeploy_deployment_config" not in synthesized["resource"]


@pytest.mark.parametrize(
    ("type_", "block"), [("TimeBasedCanary", "time_based_canary"), ("TimeBasedLinear", "time_based_linear")]
)
def test_any_other_shift_is_a_configuration_of_its_own(type_: str, block: str) -> None:
    """Its name says what it does, so that another one can be made before this one goes."""
    synthesized = routed(type=type_, percentage=20, interval_minutes=7)
    configuration = resource(synthesized, "aws_codedeploy_deployment_config.web")
    assert configuration["traffic_routing_config"] == {"type": type_, block: {"percentage": 20, "interval": 7}}
    assert configuration["deployment_config_name"].endswith("-20-percent-7-minutes")
    assert configuration["lifecycle"] == {"create_before_destroy": True}
    assert resource(synthesized, GROUP)["deployment_config_name"].startswith("${aws_codedeploy_deployment_config.web.")


def test_only_this_deployment_group_takes_the_role() -> None:
    """Another group, of whichever account, cannot borrow it."""
    role = resource(service(), "aws_iam_role.web_code_deploy")
    statement = json.loads(role["assume_role_policy"])["Statement"][0]
    assert statement["Principal"] == {"Service": ["codedeploy.amazonaws.com"]}
    assert statement["Condition"] == {
        "StringEquals": {"aws:SourceAccount": HERE.account},
        "ArnLike": {"aws:SourceArn": HERE.arn("codedeploy", "deploymentgroup:shop-production-web/shop-production-web")},
    }


def test_the_role_changes_this_service_alone() -> None:
    """Its own rules, task sets, roles and hooks; what AWS lets nobody name is read only, or bound by a condition."""
    statements = {found["Sid"]: found for found in policy(service(), "aws_iam_role_policy.web_code_deploy")}
    assert statements["PassTaskRoles"]["Resource"] == [
        "${aws_iam_role.web_execution.arn}",
        "${aws_iam_role.web_task.arn}",
    ]
    assert statements["PassTaskRoles"]["Condition"] == {
        "StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}
    }
    assert statements["MoveTraffic"]["Resource"] == [
        "arn:listener",
        "arn:test-listener",
        "${aws_lb_listener_rule.web.arn}",
        "${aws_lb_listener_rule.web_test.arn}",
    ]
    assert statements["CallHooks"]["Resource"] == [SMOKE_ARN]
    unnamed = {sid for sid, found in statements.items() if found["Resource"] == ["*"]}
    assert unnamed == {"CreateTaskSets", "FindTraffic"}
    assert set(statements["CreateTaskSets"]["Condition"]["ArnEquals"]) == {"ecs:cluster", "ecs:service"}
    assert all(action.split(":")[1].startswith("Describe") for action in statements["FindTraffic"]["Action"])


def test_without_hooks_the_role_invokes_nothing() -> None:
    """A right that nothing uses is a right for an attacker alone."""
    statements = policy(routed(), "aws_iam_role_policy.web_code_deploy")
    assert not [found for found in statements if "lambda:InvokeFunction" in found["Action"]]


def deployed(deployment: CodeDeployDeployment) -> dict[str, Any]:
    def build(stack: TerraformStack) -> None:
        made = FargateService(stack, "service", service_props(deployment=deployment))
        assert made.code_deploy is not None
        TerraformOutput(stack, "appspec", value=made.code_deploy.appspec)

    spec: dict[str, Any] = synthesize(build)["output"]["appspec"]["value"]
    return spec


def test_the_appspec_names_what_to_run_and_where() -> None:
    """Task definition, container and network come from Terraform, since ECS changes them in no other way."""
    properties = deployed(CODE_DEPLOY)["Resources"][0]["TargetService"]["Properties"]
    assert properties["TaskDefinition"] == "${aws_ecs_task_definition.web.arn}"
    assert properties["LoadBalancerInfo"] == {"ContainerName": "web", "ContainerPort": 8080}
    assert properties["NetworkConfiguration"]["AwsvpcConfiguration"] == {
        "Subnets": ["subnet-1", "subnet-2"],
        "SecurityGroups": ["${aws_security_group.web.id}"],
        "AssignPublicIp": "DISABLED",
    }


def test_the_appspec_asks_each_hook_at_its_event_in_their_order() -> None:
    """CodeDeploy takes one function an event."""
    hooks = [
        LifecycleHook(function_arn="arn:late", stages=["AfterAllowTraffic"]),
        LifecycleHook(function_arn="arn:early", stages=["BeforeAllowTraffic", "BeforeInstall"]),
    ]
    spec = deployed(CodeDeployDeployment(bake_minutes=30, rollback=THRESHOLDS, hooks=hooks))
    assert spec["Hooks"] == [
        {"BeforeInstall": "arn:early"},
        {"BeforeAllowTraffic": "arn:early"},
        {"AfterAllowTraffic": "arn:late"},
    ]
    assert "Hooks" not in deployed(CodeDeployDeployment(bake_minutes=30, rollback=THRESHOLDS))


@pytest.mark.parametrize(
    "wrong",
    [
        {"percentage": 50},
        {"type": "TimeBasedCanary", "percentage": 100, "interval_minutes": 5},
        {"type": "TimeBasedLinear", "percentage": 10},
    ],
)
def test_shares_that_do_not_belong_to_a_shift_are_refused(wrong: dict[str, Any]) -> None:
    """CodeDeploy would say so at the apply."""
    with pytest.raises(ConstructError, match=r"expected 100 % without a wait for AllAtOnce, else 1 to 99 %"):
        TrafficRouting(**wrong)


def test_spot_is_refused() -> None:
    """Terraform could change such a mix only by forcing a deployment, which ECS leaves to CodeDeploy."""
    with pytest.raises(ConstructError, match="shop-production-web: Terraform cannot change a mix with Spot"):
        service(mix=FargateMix(spot_percent=50))
