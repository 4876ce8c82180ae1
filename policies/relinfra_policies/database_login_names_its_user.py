"""Whoever may log in to a database as anybody is its master user."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.documents import listed, statements
from relinfra_policies.shapes.resource_rule import ResourceRule

CONNECT = "rds-db:connect"


class DatabaseLoginNamesItsUser(ResourceRule):
    """A right to log in by IAM names a database, by its resource id, and a user.

    An action such as `*` is another policy's matter: this one is about rights that speak of databases.
    """

    policy = "CKV_RELINFRA_13"
    group = "security"
    title = "A role that logs in to databases by IAM must name the database and the user"
    category = CheckCategories.IAM
    level = "CRITICAL"
    rationale = "Whoever may log in as anybody is the master user"
    remedy = "Set `login: iam` of the database, which names both"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html"
    resources = ("aws_iam_group_policy", "aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy")

    def applies(self, block: Block) -> bool:
        """Whether the policy speaks of logins; a plan leaves out what is known after apply alone."""
        return any(True for _ in _resources(block.value("policy")))

    def holds(self, block: Block) -> bool:
        """Whether no resource stands for several databases or users."""
        return all(_exact(resource) for resource in _resources(block.value("policy")))


def _resources(policy: object) -> Iterator[str]:
    """Yield what a policy lets somebody log in to."""
    for statement in statements(policy):
        actions = [action.lower() for action in listed(statement.get("Action"))]
        speaks = any(action.startswith("rds-db:") and fnmatchcase(CONNECT, action) for action in actions)
        if statement.get("Effect") == "Allow" and speaks:
            # What a statement spares leaves all others.
            yield from listed(statement.get("Resource")) or ["*"]


def _exact(resource: str) -> bool:
    """Return whether an ARN ends in a resource id and a user, without a wildcard in either."""
    database, slash, user = resource.rpartition(":dbuser:")[2].partition("/")
    return bool(slash and database and user) and not any(mark in database + user for mark in "*?")


check = DatabaseLoginNamesItsUser()
