from pathlib import Path
from typing import Any

import pytest

from relinfra_constructs.ecs.ecs_service import FargateService
from relinfra_constructs.ecs.rolling_deployment import RollingDeployment
from relinfra_constructs.ecs.scaling import ScalingProps
from relinfra_constructs.ecs.service_network import DatabaseAccess
from relinfra_constructs.errors import ConstructError
from tests.services import BLUE_GREEN, CODE_DEPLOY, THRESHOLDS, served, service_props, task_props, traffic_props
from tests.support import addresses, assert_golden, policy, resource, synthesize

GOLDEN = Path(__file__).parent / "golden"


def service(**arguments: Any) -> dict[str, Any]:
    return synthesize(lambda stack: FargateService(stack, "service", service_props(**arguments)))


def blue_green(**arguments: Any) -> dict[str, Any]:
    return service(deployment=BLUE_GREEN, traffic=traffic_props(test_listener_arn="arn:test-listener"), **arguments)


@pytest.mark.parametrize(
    ("name", "deployment", "test_port"),
    [("rolling", RollingDeployment(), None), ("blue-green", BLUE_GREEN, 8443), ("code-deploy", CODE_DEPLOY, 8443)],
)
def test_the_addresses_of_a_service_are_these(name: str, deployment: Any, test_port: int | None) -> None:
    """A change here recreates what people run on."""
    synthesized = synthesize(lambda stack: served(stack, deployment=deployment, test_port=test_port))
    assert_golden(GOLDEN / f"service-{name}.txt", addresses(synthesized))


def test_a_rolling_service_has_one_target_group_and_its_rule_is_terraforms() -> None:
    """ECS owns nothing of it, so nothing is ignored."""
    synthesized = service(deployment=RollingDeployment(minimum_healthy_percent=50))
    rule = resource(synthesized, "aws_lb_listener_rule.web")
    assert rule["action"] == {"type": "forward", "target_group_arn": "${aws_lb_target_group.web.arn}"}
    assert "lifecycle" not in rule
    assert list(synthesized["resource"]["aws_lb_target_group"]) == ["web"]
    body = resource(synthesized, "aws_ecs_service.web")
    assert body["deployment_configuration"] == {"strategy": "ROLLING"}
    assert (body["deployment_minimum_healthy_percent"], body["deployment_maximum_percent"]) == (50, 200)
    assert "advanced_configuration" not in body["load_balancer"]


def test_blue_green_gives_ecs_both_groups_both_rules_and_a_role() -> None:
    """Everything ECS needs to shift traffic, test it first, and shift it back."""
    body = resource(blue_green(), "aws_ecs_service.web")
    assert body["deployment_configuration"] == {"strategy": "BLUE_GREEN", "bake_time_in_minutes": "30"}
    assert body["load_balancer"] == {
        "target_group_arn": "${aws_lb_target_group.web.arn}",
        "container_name": "web",
        "container_port": 8080,
        "advanced_configuration": {
            "alternate_target_group_arn": "${aws_lb_target_group.web_alternate.arn}",
            "production_listener_rule": "${aws_lb_listener_rule.web.arn}",
            "test_listener_rule": "${aws_lb_listener_rule.web_test.arn}",
            "role_arn": "${aws_iam_role.web_infrastructure.arn}",
        },
    }


def test_without_a_test_listener_blue_green_has_no_test_rule() -> None:
    """The provider refuses an empty one."""
    synthesized = service(deployment=BLUE_GREEN)
    block = resource(synthesized, "aws_ecs_service.web")["load_balancer"]["advanced_configuration"]
    assert "test_listener_rule" not in block
    assert list(synthesized["resource"]["aws_lb_listener_rule"]) == ["web"]


@pytest.mark.parametrize(("rule", "weights"), [("web", [100, 0]), ("web_test", [0, 100])])
def test_ecs_owns_the_weights_of_the_rules_from_the_first_deployment_on(rule: str, weights: list[int]) -> None:
    """Putting ours back later could send every request to the group without tasks."""
    body = resource(blue_green(), f"aws_lb_listener_rule.{rule}")
    assert [group["weight"] for group in body["action"]["forward"]["target_group"]] == weights
    assert body["lifecycle"] == {"ignore_changes": ["action"]}


def test_the_service_waits_for_rules_permissions_and_network() -> None:
    """Its creation needs them; its destruction hangs where the role's policy went first."""
    waits_for = set(resource(blue_green(), "aws_ecs_service.web")["depends_on"])
    policy_name = "AmazonECSInfrastructureRolePolicyForLoadBalancers"
    assert waits_for >= {
        f"aws_iam_role_policy_attachment.web_infrastructure_{policy_name}",
        "aws_lb_listener_rule.web",
        "aws_lb_listener_rule.web_test",
        "aws_vpc_security_group_egress_rule.web_https_1",
        "aws_vpc_security_group_ingress_rule.web_from_load_balancer",
    }


def test_only_ecs_may_assume_the_infrastructure_role() -> None:
    """It moves production traffic."""
    synthesized = blue_green()
    [trust] = policy(synthesized, "aws_iam_role.web_infrastructure", "assume_role_policy")
    assert trust["Principal"] == {"Service": ["ecs.amazonaws.com"]}


def test_alarms_and_failing_tasks_roll_a_deployment_back_and_terraform_waits_for_it() -> None:
    """An apply that ends well means a revision that stayed."""
    body = resource(blue_green(), "aws_ecs_service.web")
    assert body["alarms"] == {
        "alarm_names": [
            "${aws_cloudwatch_metric_alarm.web_rollback_5xx.alarm_name}",
            "${aws_cloudwatch_metric_alarm.web_rollback_p95.alarm_name}",
        ],
        "enable": True,
        "rollback": True,
    }
    assert body["deployment_circuit_breaker"] == {"enable": True, "rollback": True}
    assert body["wait_for_steady_state"] is True
    assert body["timeouts"] == {"create": "60m", "update": "60m"}
    assert body["sigint_rollback"] is False


@pytest.mark.parametrize(
    ("maximum", "lifecycle", "targets"), [(6, {"ignore_changes": ["desired_count"]}, ["web"]), (2, None, [])]
)
def test_the_task_count_belongs_to_autoscaling_only_where_there_is_some(
    maximum: int, lifecycle: dict[str, Any] | None, targets: list[str]
) -> None:
    """A fixed count stays Terraform's to change."""
    synthesized = service(scaling=ScalingProps(minimum=2, maximum=maximum))
    assert resource(synthesized, "aws_ecs_service.web").get("lifecycle") == lifecycle
    assert list(synthesized["resource"].get("aws_appautoscaling_target", {})) == targets


def test_scaling_follows_the_load_of_all_tasks() -> None:
    """Requests per target would name one of two groups that swap."""
    synthesized = service(scaling=ScalingProps(minimum=2, maximum=6, cpu_percent=70, memory_percent=80))
    policies = synthesized["resource"]["aws_appautoscaling_policy"]
    tracked = {
        name: (
            body["target_tracking_scaling_policy_configuration"]["predefined_metric_specification"],
            body["target_tracking_scaling_policy_configuration"]["target_value"],
        )
        for name, body in policies.items()
    }
    assert tracked == {
        "web_cpu": ({"predefined_metric_type": "ECSServiceAverageCPUUtilization"}, 70),
        "web_memory": ({"predefined_metric_type": "ECSServiceAverageMemoryUtilization"}, 80),
    }


def test_tasks_talk_to_the_load_balancer_their_databases_and_https_only() -> None:
    """Every permission is a rule of its own, on both sides."""
    synthesized = service(databases={"main": DatabaseAccess(security_group_id="sg-database")})
    rules = synthesized["resource"]

    def ends(kind: str, name: str) -> tuple[str, str, int]:
        body = rules[f"aws_vpc_security_group_{kind}_rule"][name]
        other = body.get("referenced_security_group_id") or body["cidr_ipv4"]
        return body["security_group_id"], other, body["to_port"]

    tasks = "${aws_security_group.web.id}"
    assert ends("ingress", "web_from_load_balancer") == (tasks, "sg-load-balancer", 8080)
    assert ends("egress", "web_from_load_balancer") == ("sg-load-balancer", tasks, 8080)
    assert ends("egress", "web_to_main") == (tasks, "sg-database", 5432)
    assert ends("ingress", "main_from_web") == ("sg-database", tasks, 5432)
    assert ends("egress", "web_https_1") == (tasks, "0.0.0.0/0", 443)
    assert len(rules["aws_vpc_security_group_ingress_rule"]) == 2
    assert len(rules["aws_vpc_security_group_egress_rule"]) == 3


def test_nobody_gets_a_shell_in_a_task_or_a_public_address_for_it() -> None:
    """Debugging goes through logs and traces."""
    body = resource(service(), "aws_ecs_service.web")
    assert body["enable_execute_command"] is False
    assert body["network_configuration"]["assign_public_ip"] is False


def test_a_target_group_asks_as_the_service_wants_to_be_asked() -> None:
    """Targets are task addresses."""
    body = resource(service(), "aws_lb_target_group.web")
    assert body["target_type"] == "ip"
    assert body["health_check"]["path"] == "/healthz"
    assert (body["health_check"]["interval"], body["health_check"]["healthy_threshold"]) == (15, 2)


def test_a_worker_runs_without_a_load_balancer() -> None:
    """No target group, no alarm on requests, no way in."""
    synthesized = service(task=task_props("worker"), traffic=None)
    found = {address.partition(".")[0] for address in addresses(synthesized)}
    assert not found & {"aws_lb_target_group", "aws_lb_listener_rule", "aws_vpc_security_group_ingress_rule"}
    assert "load_balancer" not in resource(synthesized, "aws_ecs_service.worker")


@pytest.mark.parametrize("deployment", [BLUE_GREEN, RollingDeployment(rollback=THRESHOLDS)])
def test_a_worker_has_no_traffic_to_shift_or_to_watch(deployment: Any) -> None:
    """The error says how to deploy it."""
    with pytest.raises(ConstructError, match="deploy a worker rolling, without thresholds"):
        service_props(traffic=None, deployment=deployment)


def test_a_rule_that_matches_nothing_in_particular_is_refused() -> None:
    """A listener rule needs a condition."""
    with pytest.raises(ConstructError, match="hosts or paths"):
        traffic_props(hosts=[])


def test_services_may_share_a_host_by_path() -> None:
    """Both conditions must hold."""
    synthesized = service(traffic=traffic_props(paths=["/api/*"]))
    assert resource(synthesized, "aws_lb_listener_rule.web")["condition"] == [
        {"host_header": {"values": ["shop.example.com"]}},
        {"path_pattern": {"values": ["/api/*"]}},
    ]


def test_traffic_needs_a_port() -> None:
    """A load balancer has to know where to knock."""
    with pytest.raises(ConstructError, match="traffic needs the `port` of the container"):
        service_props(task=task_props(container={"port": None}))
