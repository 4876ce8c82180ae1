"""Strategies that move traffic: what ECS is told, and who owns what while it moves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from relinfra.matrix import Matrix
from relinfra.matrix.deploy_time import rollout_minutes
from relinfra.stacks import ReleaseApp
from tests.support import terraform_applies

MINIMAL = Path(__file__).parents[3] / "examples" / "minimal" / "relinfra.yaml"
SHIFTING = "bake_minutes: 15, test_port: 8443, rollback: {error_rate_percent: 2, p95_latency_ms: 400}"
STRATEGIES = {
    "blue_green": "strategy: blue_green",
    "canary": "strategy: canary, canary_percent: 2.5, canary_bake_minutes: 10",
    "linear": "strategy: linear, step_percent: 30, step_bake_minutes: 5",
}
HOOK = "hooks: [{function: smoke, stages: [POST_TEST_TRAFFIC_SHIFT]}]"
HOOKS = (
    "hooks: [{function: a, stages: [PRE_SCALE_UP, POST_SCALE_UP], timeout_minutes: 7}, "
    "{function: b, stages: [PRE_SCALE_UP]}]"
)
LINEAR = STRATEGIES["linear"]
DOMAIN = "domain: {name: hello.example.com}"


def synthesized(folder: Path, deployment: str) -> Path:
    """Synthesize examples/minimal with a deployment of its service; return the output."""
    text = MINIMAL.read_text()
    image = next(line for line in text.splitlines() if line.lstrip().startswith("image:"))
    matrix = folder / "relinfra.yaml"
    matrix.write_text(text.replace(image, f"{image}\n      deployment: {{{deployment}, {SHIFTING}}}", 1))
    ReleaseApp(Matrix.load(matrix), folder / "cdktf.out").synth()
    return folder / "cdktf.out"


def service_stack(output: Path) -> dict[str, Any]:
    """Return the resources of the production service stack."""
    text = (output / "stacks" / "hello-production-service" / "cdk.tf.json").read_text()
    resources: dict[str, Any] = json.loads(text)["resource"]
    return resources


@pytest.mark.parametrize(
    ("strategy", "shift"),
    [
        ("blue_green", {}),
        ("canary", {"canary_configuration": {"canary_bake_time_in_minutes": "10", "canary_percent": 2.5}}),
        ("linear", {"linear_configuration": {"step_bake_time_in_minutes": "5", "step_percent": 30}}),
    ],
)
def test_ecs_is_told_how_traffic_moves_and_how_long_to_wait(
    strategy: str, shift: dict[str, object], tmp_path: Path
) -> None:
    """Bake times are text for the provider, shares are numbers."""
    service = service_stack(synthesized(tmp_path, STRATEGIES[strategy]))["aws_ecs_service"]["web"]
    expected = {"bake_time_in_minutes": "15", "strategy": strategy.upper(), **shift}
    assert service["deployment_configuration"] == expected
    assert service["alarms"]["rollback"] is True


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_ecs_owns_the_weights_while_traffic_moves(strategy: str, tmp_path: Path) -> None:
    """An apply that put them back could send users to an empty target group."""
    rules = service_stack(synthesized(tmp_path, STRATEGIES[strategy]))["aws_lb_listener_rule"]
    assert {name: rule["lifecycle"]["ignore_changes"] for name, rule in rules.items()} == {
        "web": ["action"],
        "web_test": ["action"],
    }


def test_terraform_waits_longer_the_longer_traffic_moves(tmp_path: Path) -> None:
    """The waits between shares come on top of the bake time, to the minute."""
    waits = {}
    for strategy, deployment in STRATEGIES.items():
        (tmp_path / strategy).mkdir()
        service = service_stack(synthesized(tmp_path / strategy, deployment))["aws_ecs_service"]["web"]
        waits[strategy] = int(service["timeouts"]["update"].removesuffix("m"))
    assert waits["canary"] - waits["blue_green"] == 10
    assert waits["linear"] - waits["blue_green"] == 3 * 5  # 30 %, 60 %, 90 %, 100 %


@pytest.mark.parametrize(
    "asked",
    [
        f"{DOMAIN}, scaling: {{min: 10, max: 60}}, deployment: {{minimum_healthy_percent: 90, maximum_percent: 110}}",
        f"{DOMAIN}, health_check: {{grace_seconds: 400}}, deployment: {{{STRATEGIES['blue_green']}, {SHIFTING}}}",
        f"{DOMAIN}, health_check: {{interval_seconds: 100}}, deployment: {{{LINEAR}, {SHIFTING}, {HOOKS}}}",
        "worker: true, domain: null",
    ],
)
def test_a_matrix_is_checked_for_the_minutes_that_terraform_waits(asked: str, tmp_path: Path) -> None:
    """What a matrix is refused for is what its services are synthesized with, to the minute."""
    matrix = Matrix.parse(MINIMAL.read_text().replace(DOMAIN, asked).encode(), "m.yaml")
    ReleaseApp(matrix, tmp_path).synth()
    waits = service_stack(tmp_path)["aws_ecs_service"]["web"]["timeouts"]
    minutes = rollout_minutes(matrix.environments["production"].services["web"])
    assert waits == {"create": f"{minutes}m", "update": f"{minutes}m"}


def test_a_hook_is_called_in_a_role_that_may_call_nothing_else(tmp_path: Path) -> None:
    """The function is named in the matrix; its ARN is of the environment's account and region."""
    resources = service_stack(synthesized(tmp_path, f"{STRATEGIES['blue_green']}, {HOOK}"))
    function = "arn:aws:lambda:eu-west-1:444444444444:function:smoke"
    hook = resources["aws_ecs_service"]["web"]["deployment_configuration"]["lifecycle_hook"]
    assert hook == [
        {
            "hook_target_arn": function,
            "lifecycle_stages": ["POST_TEST_TRAFFIC_SHIFT"],
            "role_arn": "${aws_iam_role.web_hooks.arn}",
        }
    ]
    (statement,) = json.loads(resources["aws_iam_role_policy"]["web_hooks"]["policy"])["Statement"]
    assert (statement["Action"], statement["Resource"]) == (["lambda:InvokeFunction"], [function])


def production(folder: Path, deployment: str) -> dict[str, Any]:
    """Return the whole production service stack."""
    output = synthesized(folder, deployment)
    text = (output / "stacks" / "hello-production-service" / "cdk.tf.json").read_text()
    stack: dict[str, Any] = json.loads(text)
    return stack


@pytest.mark.parametrize(
    ("shift", "configuration"),
    [
        ("shift: all_at_once", "CodeDeployDefault.ECSAllAtOnce"),
        ("shift: canary, canary_percent: 10, canary_bake_minutes: 5", "CodeDeployDefault.ECSCanary10Percent5Minutes"),
        ("shift: linear, step_percent: 30, step_bake_minutes: 5", "hello-production-web-linear-30-percent-5-minutes"),
    ],
)
def test_code_deploy_is_told_how_traffic_moves(shift: str, configuration: str, tmp_path: Path) -> None:
    """By a configuration of AWS's own where one does the same."""
    resources = production(tmp_path, f"strategy: codedeploy, {shift}")["resource"]
    own = resources.get("aws_codedeploy_deployment_config", {}).get("web", {}).get("deployment_config_name")
    named = resources["aws_codedeploy_deployment_group"]["web"]["deployment_config_name"]
    assert (own or named) == configuration


def test_an_output_says_what_to_deploy_with_code_deploy(tmp_path: Path) -> None:
    """Application, group and AppSpec with its hooks; none of it where ECS deploys."""
    hook = "hooks: [{function: smoke, stages: [AfterAllowTestTraffic]}]"
    value = production(tmp_path, f"strategy: codedeploy, shift: all_at_once, {hook}")["output"]["web_deployment"][
        "value"
    ]
    assert value["application"] == "${aws_codedeploy_app.web.name}"
    assert value["deployment_group"] == "${aws_codedeploy_deployment_group.web.deployment_group_name}"
    assert value["appspec"]["Hooks"] == [
        {"AfterAllowTestTraffic": "arn:aws:lambda:eu-west-1:444444444444:function:smoke"}
    ]
    (tmp_path / "ecs").mkdir()
    assert "web_deployment" not in production(tmp_path / "ecs", STRATEGIES["blue_green"])["output"]


@pytest.mark.slow
def test_terraform_applies_a_shift_of_its_own_configuration(tmp_path: Path) -> None:
    """The real terraform; what else moves traffic is applied with every other option."""
    shift = "shift: linear, step_percent: 30, step_bake_minutes: 5"
    terraform_applies(synthesized(tmp_path, f"strategy: codedeploy, {shift}"))
