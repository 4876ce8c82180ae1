"""Checks of public URLs, as the matrix asks for them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from relinfra.matrix import Matrix
from relinfra.stacks import ReleaseApp
from tests.support import policy, resource

MINIMAL = (Path(__file__).parents[3] / "examples" / "minimal" / "relinfra.yaml").read_text()
CHECK = "synthetics: {path: /healthz, interval_minutes: 10, max_latency_ms: 300, expected_status: 204}"
EDGE = "edge: {waf: managed, rate_limit_per_5_minutes: 2000}"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("synthetics")
    text = MINIMAL.replace("    web:\n", f"    web:\n      {CHECK}\n", 1).replace(
        "defaults:\n", f"defaults:\n  {EDGE}\n"
    )
    (folder / "relinfra.yaml").write_text(text)
    ReleaseApp(Matrix.load(folder / "relinfra.yaml"), folder / "cdktf.out").synth()
    return folder / "cdktf.out"


@pytest.fixture(scope="module")
def stack(output: Path) -> dict[str, Any]:
    path = output / "stacks" / "hello-production-observability" / "cdk.tf.json"
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def test_the_canary_asks_for_the_services_domain(stack: dict[str, Any]) -> None:
    """As often, and for the answer, that the matrix says."""
    canary = resource(stack, "aws_synthetics_canary.web")
    environment = canary["run_config"]["environment_variables"]
    assert canary["schedule"] == {"expression": "rate(10 minutes)"}
    assert environment["CHECKED_URL"] == "https://hello.example.com/healthz"
    assert environment["EXPECTED_STATUS"] == "204"


def test_people_hear_of_it_through_the_service(stack: dict[str, Any]) -> None:
    """One message, whatever noticed."""
    rule = resource(stack, "aws_cloudwatch_composite_alarm.web")["alarm_rule"]
    assert "aws_cloudwatch_metric_alarm.web_canary_failed.alarm_name" in rule
    assert resource(stack, "aws_cloudwatch_metric_alarm.web_canary_slow")["threshold"] == 300


def test_it_stands_on_the_dashboard(stack: dict[str, Any]) -> None:
    """Beside what the load balancer knows."""
    assert "Public URL: latency" in resource(stack, "aws_cloudwatch_dashboard.main")["dashboard_body"]


def test_reports_expire_and_the_script_stays(stack: dict[str, Any]) -> None:
    """Both lie in one bucket."""
    rules = resource(stack, "aws_s3_bucket_lifecycle_configuration.synthetics")["rule"]
    expiring = {rule["filter"].get("prefix"): rule["expiration"] for rule in rules}
    assert expiring == {None: {"expired_object_delete_marker": True}, "runs/": {"days": 31}}
    assert resource(stack, "aws_s3_object.web_canary")["key"].startswith("scripts/")


def test_the_key_of_the_stack_encrypts_the_log(stack: dict[str, Any]) -> None:
    """CloudWatch Logs has to be let."""
    [logs] = [one for one in policy(stack, "aws_kms_key.observability") if one["Sid"] == "AllowLogs"]
    arns = logs["Condition"]["ArnLike"]["kms:EncryptionContext:aws:logs:arn"]
    groups = [arn.partition(":log-group:")[2] for arn in arns]
    assert groups == ["/aws/events/hello-production-stopped-tasks", "/aws/lambda/cwsyn-hello-production-web*"]
