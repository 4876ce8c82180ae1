"""What is switched off in the Terraform is promised in no document: each switch, and what is said instead."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from relinfra.plan import build_plan
from relinfra.plan.markdown import render
from tests.relinfra.plan.options import OPTIONS

SHOP = Path(__file__).parents[3] / "examples" / "shop"
SETS = ("release-plan", "deployment-plan")


def _service(made: dict[str, Any]) -> None:
    made["aws_lb_listener"]["https"]["protocol"] = "HTTP"
    made["aws_s3_bucket_lifecycle_configuration"]["load_balancer_logs"]["rule"][0]["status"] = "Disabled"
    made["aws_appautoscaling_target"]["web"]["suspended_state"] = [{"dynamic_scaling_out_suspended": True}]
    made["aws_ecs_service"]["web"]["deployment_configuration"]["bake_time_in_minutes"] = 0
    task = made["aws_ecs_task_definition"]["web"]
    containers = json.loads(task["container_definitions"])
    containers[0].pop("logConfiguration")
    task["container_definitions"] = json.dumps(containers)


def _data(made: dict[str, Any]) -> None:
    made["aws_db_instance"]["main"]["enabled_cloudwatch_logs_exports"] = ["upgrade"]
    made["aws_s3_bucket_versioning"]["assets"]["versioning_configuration"]["status"] = "Suspended"


def _observability(made: dict[str, Any]) -> None:
    made["aws_cloudwatch_event_rule"]["web_stopped"]["state"] = "DISABLED"
    made["aws_sns_topic"]["alerts"]["kms_master_key_id"] = "alias/aws/sns"
    for one in made["aws_budgets_budget"]["monthly"]["notification"]:
        one["subscriber_sns_topic_arns"] = one["subscriber_email_addresses"] = []


def _network(made: dict[str, Any]) -> None:
    made["aws_flow_log"]["main"]["traffic_type"] = "REJECT"


THROWN: dict[str, Callable[[dict[str, Any]], None]] = {
    "service": _service,
    "data": _data,
    "observability": _observability,
    "network": _network,
}


@pytest.fixture(scope="module")
def told(synthesized: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the documents of the shop whose production has every switch thrown."""
    output = tmp_path_factory.mktemp("switches") / "cdktf.out"
    shutil.copytree(synthesized("shop"), output)
    for component, throw in THROWN.items():
        path = output / "stacks" / f"shop-production-{component}" / "cdk.tf.json"
        body = json.loads(path.read_text())
        throw(body["resource"])
        path.write_text(json.dumps(body))
    plans = (build_plan(output, repository=SHOP, version="2.5.0", set=name) for name in SETS)
    whole = (render(one, "en").text.partition("\n[^p1]:")[0] for plan in plans for one in plan.documents)
    return re.sub(r" ?\[\^p\d+\]", "", "\n".join(whole))


@pytest.mark.parametrize(
    ("promised", "instead"),
    [
        (r"Production answers on port 443 only over TLS", None),
        (r"shop-production-load-balancer-logs-\d+` for 365", r"shop-production-load-balancer-logs-\d+` without an end"),
        (r"`shop-production-web`: 3.30 tasks[^|<]*scaled to hold", r"may have 30 tasks, but \*\*nothing adds them"),
        (r"old tasks stay for|for 0 minutes", r"`shop-production-web` keeps no old tasks after the shift"),
        (r"CloudWatch Logs `/ecs/shop-production-web`(?: \||<br>)", r"`/ecs/shop-production-web` \(\*\*nothing of"),
        (
            r"main/postgresql`<br>CloudWatch Logs `/aws/rds/instance/shop-production",
            r"production-main/postgresql` \(\*\*",
        ),
        (r"main/upgrade` \(\*\*nothing", r"`/aws/rds/instance/shop-production-main/upgrade`"),
        (r"assets-222222222222` holds objects, overwritten", r"assets-222222222222` holds objects"),
        (
            r"`/aws/events/shop-production-stopped-tasks`(?: \||<br>)",
            r"shop-production-stopped-tasks` \(\*\*nothing of",
        ),
        (r"\| `shop-production-alerts` \|", r"nobody, though `shop-production-alerts` is named"),
        (r"`shop-production-monthly` of production[^.]*told at", None),
        (r"Production keeps[^\n]*flow logs", r"Production keeps access logs of load balancer"),
    ],
)
def test_what_is_switched_off_is_not_promised(told: str, promised: str, instead: str | None) -> None:
    """What used to be promised is gone, and what holds instead is said where a reader looks for it."""
    assert re.findall(rf"(?m)^.*(?:{promised}).*$", told) == []
    assert instead is None or re.search(instead, told)


def _out(made: dict[str, Any]) -> None:
    made["aws_appautoscaling_policy"]["web_cpu"]["target_tracking_scaling_policy_configuration"]["disable_scale_in"] = (
        True
    )


def _in(made: dict[str, Any]) -> None:
    made["aws_appautoscaling_target"]["web"]["suspended_state"] = [{"dynamic_scaling_in_suspended": True}]


@pytest.mark.parametrize("throw", [_out, _in])
def test_scaling_that_only_adds_tasks_is_told(
    synthesized: Callable[[str], Path], tmp_path: Path, throw: Callable[[dict[str, Any]], None]
) -> None:
    """Tasks that came would stay, idle."""
    output = Path(shutil.copytree(synthesized("shop"), tmp_path / "cdktf.out"))
    path = output / "stacks" / "shop-production-service" / "cdk.tf.json"
    body = json.loads(path.read_text())
    throw(body["resource"])
    path.write_text(json.dumps(body))
    (document,) = build_plan(output, repository=SHOP, version="2.5.0", set="release-plan").documents
    for language, said in (("en", "**takes none away**"), ("ru", "не убирает их")):
        assert render(document, language).text.count(said) == 1


def test_a_wait_that_is_none_is_not_told(with_options: Callable[[Any], Path], tmp_path: Path) -> None:
    """CodeDeploy ends as soon as the traffic has moved."""
    output = Path(shutil.copytree(with_options(OPTIONS["CodeDeploy"]), tmp_path / "cdktf.out"))
    path = output / "stacks" / "hello-production-service" / "cdk.tf.json"
    body = json.loads(path.read_text())
    blue = body["resource"]["aws_codedeploy_deployment_group"]["web"]["blue_green_deployment_config"]
    blue["terminate_blue_instances_on_deployment_success"]["termination_wait_time_in_minutes"] = 0
    path.write_text(json.dumps(body))
    (document,) = build_plan(output, repository=tmp_path, set="dep-catalog").documents
    for language, none, said in (
        ("en", " 0 minutes", "when all traffic has moved"),
        ("ru", " 0 минут", "когда переведён"),
    ):
        text = render(document, language).text
        assert said in text
        assert none not in text


def _idle(made: dict[str, Any]) -> None:
    made["aws_synthetics_canary"]["web"]["start_canary"] = False


def _refused(made: dict[str, Any]) -> None:
    made["aws_db_instance"]["main"]["iam_database_authentication_enabled"] = False


SWITCHES = {
    "synthetics": ("observability", _idle, "Run the synthetic check", "**is not started**: it does not ask for"),
    "login": ("data", _refused, "`hello-production-web` logs in to", "cannot count on logging in to"),
}


@pytest.mark.parametrize("option", SWITCHES)
def test_what_an_option_switches_off_is_not_promised(
    option: str, with_options: Callable[[Any], Path], tmp_path: Path
) -> None:
    """A check that is there and does not run, and a login that the database refuses: in the plan and the catalogue."""
    component, throw, promised, instead = SWITCHES[option]
    output = Path(shutil.copytree(with_options(OPTIONS[option]), tmp_path / "cdktf.out"))
    path = output / "stacks" / f"hello-production-{component}" / "cdk.tf.json"
    body = json.loads(path.read_text())
    throw(body["resource"])
    path.write_text(json.dumps(body))
    for name in ("release-plan", "dep-catalog"):
        (document,) = build_plan(output, repository=tmp_path, set=name).documents
        said = render(document, "en").text
        assert promised not in said
        assert instead in said or name == "dep-catalog"
