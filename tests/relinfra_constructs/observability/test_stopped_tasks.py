import json
from typing import Any

import pytest

from relinfra_constructs.observability.stopped_tasks import StoppedTasks, StoppedTasksProps
from relinfra_constructs.placement import Placement
from tests.support import policy, resource, synthesize

PLACEMENT = Placement(account="111111111111", region="us-east-1")


@pytest.fixture(scope="module")
def synthesized() -> dict[str, Any]:
    props = StoppedTasksProps(
        name="shop-production",
        placement=PLACEMENT,
        services={"web": "shop-production-web", "jobs": "shop-production-jobs"},
        key_arn="arn:key",
        log_retention_days=365,
    )
    return synthesize(lambda stack: StoppedTasks(stack, "stopped", props))


def test_each_service_has_a_rule_of_its_own(synthesized: dict[str, Any]) -> None:
    """EventBridge counts by rule, and by nothing finer."""
    rule = resource(synthesized, "aws_cloudwatch_event_rule.web_stopped")
    assert rule["name"] == "shop-production-web-stopped"
    assert set(synthesized["resource"]["aws_cloudwatch_event_rule"]) == {"web_stopped", "jobs_stopped"}


def test_only_tasks_that_break_are_heard_of(synthesized: dict[str, Any]) -> None:
    """Those that end or never start by themselves, and those that ECS replaces for a health check."""
    pattern = json.loads(resource(synthesized, "aws_cloudwatch_event_rule.web_stopped")["event_pattern"])
    assert (pattern["source"], pattern["detail-type"]) == (["aws.ecs"], ["ECS Task State Change"])
    assert pattern["detail"] == {
        "clusterArn": ["arn:aws:ecs:us-east-1:111111111111:cluster/shop-production"],
        "group": ["service:shop-production-web"],
        "lastStatus": ["STOPPED"],
        "$or": [
            {"stopCode": ["EssentialContainerExited", "TaskFailedToStart"]},
            {"stoppedReason": [{"prefix": "Task failed"}]},
        ],
    }


def test_why_they_stopped_is_kept(synthesized: dict[str, Any]) -> None:
    """ECS itself forgets after an hour."""
    group = resource(synthesized, "aws_cloudwatch_log_group.stopped_tasks")
    assert group["name"] == "/aws/events/shop-production-stopped-tasks"
    assert (group["retention_in_days"], group["kms_key_id"]) == (365, "arn:key")
    target = resource(synthesized, "aws_cloudwatch_event_target.web_stopped")
    assert target["arn"] == "${aws_cloudwatch_log_group.stopped_tasks.arn}"
    [delivery] = policy(synthesized, "aws_cloudwatch_log_resource_policy.stopped_tasks", "policy_document")
    assert delivery["Principal"] == {"Service": ["delivery.logs.amazonaws.com", "events.amazonaws.com"]}
    assert delivery["Resource"] == [
        "arn:aws:logs:us-east-1:111111111111:log-group:/aws/events/shop-production-stopped-tasks:*"
    ]
