"""Whoever a role trusts has its rights."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.documents import statements, trusted
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class RoleTrustsByName(StackRule):
    """A role names whom it trusts, and a service that calls for others has a condition."""

    policy = "CKV_RELINFRA_49"
    group = "security"
    title = "A role must name whom it trusts"
    category = CheckCategories.IAM
    level = "CRITICAL"
    rationale = "Whoever a role trusts has its rights"
    remedy = "Name the service or the role in `assume_role_policy`"
    source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"
    resources = ("aws_iam_role",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether nobody is trusted by a wildcard."""
        for statement in statements(resource.value("assume_role_policy")):
            yield statement.get("Effect") == "Deny" or "NotPrincipal" not in statement
        yield not any("*" in one for one in trusted(resource))


check = RoleTrustsByName()
