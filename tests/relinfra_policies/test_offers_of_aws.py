"""What AWS offers besides what synth writes: no rule refuses it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.relinfra_policies.judging import failures
from tests.relinfra_policies.sabotaging import sabotaged

TASK, SERVICE = "aws_ecs_task_definition.web", "aws_ecs_service.web"
SELECTION, ROLE = "aws_backup_selection.weekly", "aws_iam_role_policy.web_secrets_event"
ALARM = "aws_cloudwatch_metric_alarm.web_rollback_p95"
OFFERED = [
    ("28", "service", {f"{ALARM} evaluation_periods": 1440}),
    ("152", "service", {f"{TASK} cpu": "8192", f"{TASK} memory": "61440"}),
    ("152", "service", {f"{TASK} cpu": "16384", f"{TASK} memory": "122880"}),
    ("149", "service", {f"{SERVICE} capacity_provider_strategy": None, f"{SERVICE} launch_type": "MANAGED_INSTANCES"}),
    ("149", "service", {f"{SERVICE} capacity_provider_strategy": None, f"{SERVICE} launch_type": None}),
    (
        "46",
        "data",
        {
            f"{SELECTION} resources": [],
            f"{SELECTION} condition": [{"string_equals": [{"key": "aws:ResourceTag/kept", "value": "weekly"}]}],
        },
    ),
    (
        "107",
        "service",
        {
            f"{ROLE} policy.Statement.0.Action": [
                "xray:PutTraceSegments",
                "xray:GetSamplingRules",
                "xray:BatchGetTraces",
            ],
            f"{ROLE} policy.Statement.0.Resource": ["*"],
        },
    ),
]


@pytest.mark.parametrize(("number", "stack", "changes"), OFFERED)
def test_what_aws_offers_is_not_refused(
    number: str, stack: str, changes: Mapping[str, Any], stacks: Mapping[str, Mapping[str, Any]]
) -> None:
    """The largest tasks, hosts that ECS manages, a cluster's capacity, selections by conditions, alarms of a day."""
    policy = f"CKV_RELINFRA_{number}"

    assert policy not in {one for one, _ in failures(sabotaged(stacks[stack], changes))}
