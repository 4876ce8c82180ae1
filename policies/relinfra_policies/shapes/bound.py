"""Whether a statement lets a service act for this account alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.documents import listed, services

__all__ = ["acts_for_this_account"]

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


def acts_for_this_account(statement: Mapping[str, Any]) -> Iterator[bool]:
    """Yield whether a service is bound to an account or a resource where it is admitted, and not refused by name.

    A refusal to a service stops logs and alarms without an error; one that is meant is for everybody.
    """
    called = {name for name in services(statement) if name.endswith(".amazonaws.com")}
    condition = statement.get("Condition")
    if statement.get("Effect") == "Deny":
        yield not called
    elif called - UNBOUND:
        yield _is_bound(condition)
        yield "*" not in listed(statement.get("Action"))
    elif "*" in services(statement):
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
