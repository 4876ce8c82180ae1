"""An automation that a rule starts: two roles, of which each may do one thing."""

from typing import Any

import pytest

from relinfra_constructs.automation import AutomationProps, add_automation
from relinfra_constructs.iam import Statement
from tests.support import HERE, addresses, policy, resource, synthesize

READ = Statement(sid="Read", actions=["rds:DescribeDBInstances"], resources=["*"])


def automation(**trigger: Any) -> dict[str, Any]:
    props = AutomationProps(
        name="shop-look",
        terraform_name="look",
        placement=HERE,
        description="Looks",
        steps=[{"name": "look"}],
        statements=[READ],
        hears="It is time",
        target_id="look",
        **trigger,
    )
    return synthesize(lambda stack: add_automation(stack, props))


def test_it_is_a_document_a_rule_and_two_roles() -> None:
    """Under one Terraform name each."""
    assert addresses(automation(schedule="rate(5 minutes)")) == [
        "aws_cloudwatch_event_rule.look",
        "aws_cloudwatch_event_target.look",
        "aws_iam_role.look_event",
        "aws_iam_role.look_run",
        "aws_iam_role_policy.look_event",
        "aws_iam_role_policy.look_run",
        "aws_ssm_document.look",
    ]


@pytest.mark.parametrize(
    ("trigger", "argument"),
    [({"schedule": "rate(5 minutes)"}, "schedule_expression"), ({"event_pattern": {"a": ["b"]}}, "event_pattern")],
)
def test_the_clock_or_an_event_starts_it(trigger: dict[str, Any], argument: str) -> None:
    """One of the two."""
    rule = resource(automation(**trigger), "aws_cloudwatch_event_rule.look")
    assert {"schedule_expression", "event_pattern"} & set(rule) == {argument}


def test_the_rule_starts_this_document_and_hands_over_this_role() -> None:
    """Nothing else, and to Systems Manager alone."""
    start, hand_over = policy(automation(schedule="rate(5 minutes)"), "aws_iam_role_policy.look_event")
    assert start["Resource"] == [HERE.arn("ssm", "automation-definition/shop-look:*")]
    assert hand_over["Resource"] == ["${aws_iam_role.look_run.arn}"]
    assert hand_over["Condition"] == {"StringEquals": {"iam:PassedToService": "ssm.amazonaws.com"}}


def test_the_document_may_do_what_it_is_given() -> None:
    """The role in which it acts has these statements."""
    (statement,) = policy(automation(schedule="rate(5 minutes)"), "aws_iam_role_policy.look_run")
    assert (statement["Sid"], statement["Action"]) == ("Read", ["rds:DescribeDBInstances"])
