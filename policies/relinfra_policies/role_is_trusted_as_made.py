"""Whoever assumes a role has all its rights."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.made import departed_grants, grants_as_made
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class RoleIsTrustedAsMade(StackRule):
    """The trust of a role names the principal, the account and the source that it was made for."""

    policy = "CKV_RELINFRA_161"
    group = "security"
    title = "A role must be assumed by whom it was made for, for the same account and source"
    category = CheckCategories.IAM
    level = "CRITICAL"
    rationale = "A trust that lost its source lets the service act for anything else of the account, or of another one"
    remedy = "Leave trusts to relinfra; give a role of your own to whatever else has to assume one"
    source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"
    resources = ("aws_iam_role",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether its trust is declared."""
        return bool(resource.declared("grants"))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it is that one."""
        yield from grants_as_made(resource, "assume_role_policy", stack)

    def departures(self, resource: Resource, stack: Stack) -> Iterator[str]:
        """Yield the statements that were added, changed or taken away."""
        yield from departed_grants(resource, "assume_role_policy", stack)


check = RoleIsTrustedAsMade()
