"""What the matrix declares stands beside the resources, where policies of any Checkov read it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from relinfra.matrix import Matrix
from relinfra.stacks import ReleaseApp
from relinfra_constructs.aws.batch import Batch
from tests.relinfra_policies.judging import failures

MADE = ("after", "grants", "leads", "values")
"""What is declared of resources as they were made, beside what the matrix has fields for."""
SHOP = Path(__file__).parents[3] / "examples" / "shop" / "relinfra.yaml"


@pytest.fixture(scope="module")
def declared(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Every contract of the example by stack and address; production waits longer, by an override."""
    out = tmp_path_factory.mktemp("contract") / "cdktf.out"
    app = ReleaseApp(Matrix.load(SHOP), out)
    app.environments["production"].resource("service", "aws_lb.main").override("idle_timeout", 120)
    app.synth()
    return {
        f"{file.parent.name} {kind}.{name}": body["//"]["contract"]
        for file in out.rglob("cdk.tf.json")
        for kind, named in json.loads(file.read_text("utf-8")).get("resource", {}).items()
        for name, body in named.items()
        if "contract" in body.get("//", {})
    }


@pytest.fixture(scope="module")
def contracts(declared: dict[str, Any]) -> dict[str, Any]:
    """Every contract of the example by stack and address, without what is declared as it was made."""
    return {
        address: {name: value for name, value in found.items() if name not in MADE}
        for address, found in declared.items()
    }


def test_what_runs_leads_watches_and_tells_bears_the_values_that_it_was_written_with(declared: dict[str, Any]) -> None:
    """Those of an override too, since it is on record; references are no values, and tags only tell."""
    values = {address: found["values"].split(" | ") for address, found in declared.items() if "values" in found}
    told = [line for lines in values.values() for line in lines]
    containers = declared["shop-production-service aws_ecs_task_definition.web"]["values"]

    assert "idle_timeout: 120" in values["shop-production-service aws_lb.main"]
    assert "container_definitions(web).environment(LOG_LEVEL).value: info" in containers
    assert "container_definitions(web).environment(DATABASE_HOST).value: <*>" in containers
    assert "threshold: 0.4" in values["shop-production-service aws_cloudwatch_metric_alarm.web_rollback_p95"]
    parameters = declared["shop-production-data aws_db_parameter_group.main"]["values"]
    assert "parameter(log_lock_waits).apply_method: immediate | .value: 1" in parameters
    snapshots = values["shop-production-observability aws_ssm_document.snapshots"]
    assert "content.mainSteps(measure).inputs.InputPayload.backups: <none>" in snapshots
    assert not [line for line in told if line.startswith(("tags.", "description:", "depends_on:"))]


def test_checkov_evaluates_no_declared_value(declared: dict[str, Any]) -> None:
    """It takes what has these characters for an expression, which costs time and may change it."""
    texts = [found["values"] for found in declared.values() if "values" in found]

    assert texts
    assert not [text for text in texts if set("={}[]") & set(text)]


def test_a_service_a_database_and_their_alarms_bear_what_is_declared(contracts: dict[str, Any]) -> None:
    """Each environment has its own: production bakes for 30 minutes, staging rolls."""
    assert contracts["shop-production-service aws_ecs_service.web"] == {
        "bake_minutes": 30,
        "max_tasks": 30,
        "min_tasks": 3,
        "rollback_alarms": ["web_rollback_5xx", "web_rollback_p95"],
        "strategy": "BLUE_GREEN",
    }
    assert contracts["shop-staging-service aws_ecs_service.web"] == {
        "max_tasks": 6,
        "min_tasks": 2,
        "minimum_healthy_percent": 50,
        "strategy": "ROLLING",
    }
    assert contracts["shop-production-data aws_db_instance.main"] == {
        "backup_days": 7,
        "multi_az": True,
        "weekly_snapshots_kept": 4,
    }
    alarm = contracts["shop-production-service aws_cloudwatch_metric_alarm.web_rollback_p95"]
    assert alarm.items() >= {"evaluation_minutes": 5, "p95_latency_ms": 400}.items()
    assert alarm["condition"]["threshold"] == 0.4


def test_every_log_group_bears_its_days(contracts: dict[str, Any]) -> None:
    """Also those of databases and flow logs, in every region."""
    groups = {address: found for address, found in contracts.items() if " aws_cloudwatch_log_group." in address}

    assert len(groups) > 6
    assert all(found == {"log_retention_days": 30} for found in groups.values())


def test_traffic_image_and_alerts_bear_what_is_declared(contracts: dict[str, Any]) -> None:
    """So a check of another path, another image or another address is told from the declared one."""
    service, observability = "shop-production-service", "shop-production-observability"
    checked = {"path": "/healthz", "success_codes": "200", "drain_seconds": 30}
    image = "111111111111.dkr.ecr.us-east-1.amazonaws.com/shop/web:${var.web_image_tag}"

    assert contracts[f"{service} aws_lb_target_group.web"] == checked
    assert contracts[f"{service} aws_lb_target_group.web_alternate"] == checked
    assert contracts[f"{service} aws_lb_listener_rule.web"] == {"host": "shop.example.com", "named": True, "paths": []}
    assert contracts[f"{service} aws_ecs_task_definition.web"] == {"container": "web", "image": image}
    assert contracts[f"{service} aws_appautoscaling_policy.web_cpu"] == {"target_percent": 60}
    assert contracts[f"{observability} aws_cloudwatch_metric_alarm.web_5xx"]["error_rate_percent"] == 5
    assert contracts[f"{observability} aws_sns_topic_subscription.alerts_1"] == {
        "endpoint": "platform-oncall@example.com"
    }
    assert contracts[f"{observability} aws_budgets_budget.monthly"] == {
        "monthly_usd": 4000,
        "alert_at_percent": [80, 100],
    }


def test_what_watches_bears_what_it_was_made_for(contracts: dict[str, Any]) -> None:
    """Metric, threshold and pattern as made; what another stack knows is left open."""
    observability = "shop-production-observability"
    alarm = contracts[f"{observability} aws_cloudwatch_metric_alarm.main_cpu"]
    rule = contracts[f"{observability} aws_cloudwatch_event_rule.failed_deployments"]

    assert alarm["condition"]["metrics"] == [
        "AWS/RDS CPUUtilization Average 300 DBInstanceIdentifier=shop-production-main"
    ]
    assert (alarm["actions"], alarm["recoveries"]) == (1, 1)
    assert "detail.eventName=SERVICE_DEPLOYMENT_FAILED" in rule["listens"]
    shared = contracts[f"{observability} aws_cloudwatch_metric_alarm.web_5xx"]["condition"]["metrics"]
    assert "AWS/ApplicationELB RequestCount Sum 60 LoadBalancer=* TargetGroup=*" in shared


def test_what_grants_bears_its_statements(declared: dict[str, Any]) -> None:
    """One line each, in no order but the alphabet's; a reference stands there by name, also to another stack."""
    task = declared["shop-production-service aws_iam_role_policy.web_task"]["grants"].split(" | ")
    role = declared["shop-production-data aws_iam_role.main_monitoring"]["grants"]

    assert (
        "Action/kms:Decrypt Action/kms:GenerateDataKey "
        "Condition/StringEquals/kms:ViaService/s3.us-east-1.amazonaws.com Effect/Allow Resource/<aws_kms_key:data:arn>"
    ) in task
    assert len(task) == 4
    assert role == (
        "Action/sts:AssumeRole "
        "Condition/ArnLike/aws:SourceArn/arn:aws:rds:us-east-1:222222222222:db:shop-production-main "
        "Condition/StringEquals/aws:SourceAccount/222222222222 Effect/Allow "
        "Principal/Service/monitoring.rds.amazonaws.com"
    )


def test_everything_bears_where_it_leads_and_what_it_waits_for(declared: dict[str, Any]) -> None:
    """No reader takes the names for references: a comment makes no order of its own."""
    policy = declared["shop-production-data aws_s3_bucket_policy.assets"]
    groups = declared["shop-production-data aws_db_subnet_group.main"]

    assert policy["leads"] == "aws_s3_bucket:assets:id"
    assert policy["after"] == "aws_s3_bucket_public_access_block:assets"
    assert groups["leads"].split() == [f"aws_subnet:database_{number}:id" for number in (1, 2, 3)]
    made = [text for one in declared.values() for name in MADE for text in (one.get(name, ""),)]
    assert not any("${" in text or "data." in text for text in made)


def test_no_grant_is_widened_by_an_override() -> None:
    """Grants and references are declared before overrides."""
    body = yaml.safe_load((SHOP.parents[1] / "minimal" / "relinfra.yaml").read_text("utf-8"))
    body["defaults"]["overrides"] = {"network": {"aws_kms_key.network": {"policy": "{}"}}}
    app = ReleaseApp(Matrix.parse(yaml.safe_dump(body, sort_keys=False).encode()), environments=["production"])
    made = Batch.of(app.environments["production"].stack("network")).to_terraform()["resource"]

    assert made["aws_kms_key"]["network"]["policy"] == "{}"
    assert "Action/kms:*" in made["aws_kms_key"]["network"]["//"]["contract"]["grants"]


def test_what_two_words_name_and_ranges_open_is_declared_alike(tmp_path: Path) -> None:
    """A container bears the name of its resources, and a migration has its service's ways out: no rule fails."""
    matrix = yaml.safe_load((SHOP.parents[1] / "minimal" / "relinfra.yaml").read_text("utf-8"))
    way = {"port": 9000, "last_port": 9100, "why": "a cluster"}
    worker = {"image": "333333333333.dkr.ecr.eu-west-1.amazonaws.com/hello/jobs", "worker": True}
    matrix["environments"]["production"].setdefault("services", {})["two-words"] = worker | {
        "ingress": [way | {"from": "10.9.0.0/16"}],
        "egress": [way | {"to": "10.9.0.0/16"}, way | {"to": "10.8.0.0/16", "protocol": "udp"}],
        "migration": {"command": ["bin/migrate"]},
    }
    ReleaseApp(Matrix.parse(yaml.safe_dump(matrix, sort_keys=False).encode()), tmp_path / "cdktf.out").synth()
    stacks = [tmp_path / "cdktf.out" / "stacks" / f"hello-production-{name}" for name in ("migration", "service")]
    bodies = [json.loads((stack / "cdk.tf.json").read_text("utf-8")) for stack in stacks]
    task = bodies[1]["resource"]["aws_ecs_task_definition"]["two_words"]

    assert set().union(*map(failures, bodies)) == set()
    assert task["//"]["contract"]["container"] in {one["name"] for one in json.loads(task["container_definitions"])}
