"""A service that acts for many accounts must be told for which of them it may act here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.documents import listed, services, statements
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

ARGUMENTS = {
    "aws_iam_role": "assume_role_policy",
    "aws_s3_bucket_policy": "policy",
    "aws_sns_topic_policy": "policy",
}
OWN = ("aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID")
ARNS = ("arn:", "${", "aws_", "data.")
NUMBER = re.compile(r"\d{12}")
UNBOUND = {
    "ecs-tasks.amazonaws.com",
    "ecs.amazonaws.com",
    "codedeploy.amazonaws.com",
    "logdelivery.elasticloadbalancing.amazonaws.com",
}
"""Services that take a role which the same account hands to them, and the one that AWS admits to logs by their path."""


class ServicesActForThisAccountAlone(StackRule):
    """A statement that admits a service is bound to an account or a resource; one that refuses is for everybody."""

    policy = "CKV_RELINFRA_158"
    group = "security"
    title = (
        "A document that admits a service must bind it to an account by its number or to a resource, and refuse "
        "only to everybody"
    )
    category = CheckCategories.IAM
    level = "HIGH"
    rationale = (
        "Without the condition another customer lets the service act here on their behalf; a refusal to a service "
        "stops logs and alarms without an error"
    )
    remedy = "Leave documents to relinfra"
    source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"
    resources = (*ARGUMENTS,)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether every statement is so."""
        found = list(statements(resource.value(ARGUMENTS[resource.kind])))
        if resource.kind == "aws_iam_role":
            yield any(one.get("Effect") == "Allow" for one in found)
            actions = [action for one in found for action in listed(one.get("Action"))]
            yield all(action.startswith("sts:") and "*" not in action for action in actions)
        for one in found:
            called = {name for name in services(one) if name.endswith(".amazonaws.com")}
            condition = one.get("Condition")
            if one.get("Effect") == "Deny":
                yield not called
            elif called - UNBOUND:
                yield _is_bound(condition)
                yield "*" not in listed(one.get("Action"))
            elif "*" in services(one):
                yield bool(condition)


def _is_bound(condition: object) -> bool:
    """Return whether a condition names an account by its number, or a resource by its ARN, and nothing wider."""
    values = condition.values() if isinstance(condition, Mapping) else ()
    operators: list[Mapping[str, Any]] = [one for one in values if isinstance(one, Mapping)]
    accounts = [text for one in operators for text in listed(one.get("aws:SourceAccount"))]
    arns = [text for one in operators for text in listed(one.get("aws:SourceArn"))]
    named = any(one.get(name) for one in operators for name in OWN)
    whole = all(arn.startswith(ARNS) for arn in arns)
    return named and whole and all(NUMBER.fullmatch(one) or is_expression(one) for one in accounts)


check = ServicesActForThisAccountAlone()
