"""Whoever may log in to a database as anybody is its master user."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.documents import allowed, listed, statements
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

CONNECT = "rds-db:connect"
ATTACHED = {
    "aws_iam_group_policy_attachment": "policy_arn",
    "aws_iam_policy_attachment": "policy_arn",
    "aws_iam_role_policy_attachment": "policy_arn",
    "aws_iam_user_policy_attachment": "policy_arn",
}
BOUND = ("aws_iam_role", "aws_iam_user")
WRITTEN = ("aws_iam_policy", "aws_iam_role_policy")
DEMANDED = "iam:permissionsboundary"


class DatabaseLoginNamesItsUser(StackRule):
    """A right to log in by IAM names a database, by its resource id, and a user.

    An action such as `*` is another policy's matter: this one is about rights that speak of databases. A permissions
    boundary grants nothing (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html): a policy
    that bounds roles, or that other policies demand as the boundary of new ones, and that is attached to nobody.
    """

    policy = "CKV_RELINFRA_13"
    group = "security"
    claims = ("iam_logs_in",)
    title = "A role that logs in to databases by IAM must name the database and the user"
    category = CheckCategories.IAM
    level = "CRITICAL"
    rationale = "Whoever may log in as anybody is the master user"
    remedy = "Set `login: iam` of the database, which names both"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html"
    resources = ("aws_iam_group_policy", "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the policy speaks of logins, and grants."""
        speaks = any(True for _ in _resources(resource.value("policy")))
        return speaks and not (resource.kind == "aws_iam_policy" and _bounds(resource, stack))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether no resource stands for several databases or users."""
        yield from map(_exact, _resources(resource.value("policy")))


def _bounds(policy: Resource, stack: Stack) -> bool:
    """Return whether a policy is a boundary alone."""
    if any(True for kind, argument in ATTACHED.items() for _ in stack.referring(policy, argument, kind)):
        return False
    bound = any(True for _ in stack.referring(policy, "permissions_boundary", *BOUND))
    return bound or any(_demands(one, policy) for one in stack.of(*WRITTEN) if one is not policy)


def _demands(one: Resource, boundary: Resource) -> bool:
    """Return whether a policy lets roles be made only with that boundary."""
    conditions = (statement.get("Condition") or {} for statement in statements(one.value("policy")))
    values = (
        value
        for condition in conditions
        for asked in condition.values()
        for key, values in asked.items()
        if key.lower() == DEMANDED
        for value in listed(values)
    )
    name = boundary.text("name")
    return any(f"{boundary.address}." in value or (name and value.endswith(f":policy/{name}")) for value in values)


def _resources(policy: object) -> Iterator[str]:
    """Yield what a policy lets somebody log in to."""
    for statement in statements(policy):
        actions = [action.lower() for action in allowed(statement)]
        if any(action.startswith("rds-db:") and fnmatchcase(CONNECT, action) for action in actions):
            # What a statement spares leaves all others.
            yield from listed(statement.get("Resource")) or ["*"]


def _exact(resource: str) -> bool:
    """Return whether an ARN ends in a resource id and a user, without a wildcard in either."""
    database, slash, user = resource.rpartition(":dbuser:")[2].partition("/")
    return bool(slash and database and user) and not any(mark in database + user for mark in "*?")


check = DatabaseLoginNamesItsUser()
