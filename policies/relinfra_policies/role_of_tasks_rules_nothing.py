"""Roles of tasks rule nothing: an intruder in a task must not get the account."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.documents import allowed, trusted
from relinfra_policies.shapes.granted import granted
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

RULING = ("iam", "ecs", "rds", "cloudwatch")
READING = ("Get", "List", "Describe", "BatchGet")
RULERS = re.compile(r":policy/(?:job-function/)?(?:\w*Administrator\w*|PowerUserAccess|\w+FullAccess|IAM\w+)$")
"""Policies of AWS that hold a wildcard of a whole service, or more."""


class RoleOfTasksRulesNothing(StackRule):
    """A role that tasks assume has no wildcard of a whole service, and writes to nothing that a release rests on."""

    policy = "CKV_RELINFRA_50"
    group = "security"
    title = "A role of tasks must hold no wildcard and not write to IAM, ECS, RDS or CloudWatch"
    category = CheckCategories.IAM
    level = "CRITICAL"
    rationale = "Who breaks into a task must not rule the account"
    remedy = "Name actions and resources in `services.KEY.permissions`"
    source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege"
    resources = ("aws_iam_role_policy", "aws_iam_role_policy_attachment")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether tasks assume its role."""
        return "ecs-tasks.amazonaws.com" in trusted(stack.referred(resource.text("role"), "aws_iam_role") or Block({}))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether each action is named and none rules, in its own document or in the policy that it attaches."""
        attached = stack.referred(resource.text("policy_arn"), "aws_iam_policy")
        yield not RULERS.search(resource.text("policy_arn"))
        for statement in granted(attached or resource, "policy", stack) if attached or resource.value("policy") else ():
            yield not (statement.get("Effect") == "Allow" and "NotAction" in statement)
            for action in allowed(statement):
                service, _, verb = action.partition(":")
                yield verb not in ("", "*")
                yield service not in RULING or verb.startswith(READING) or action == "cloudwatch:PutMetricData"


check = RoleOfTasksRulesNothing()
