"""A right that was added beside the matrix is in no review, and one that was taken away is missed at night."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.made import departed_grants, grants_as_made
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class RoleHoldsItsRights(StackRule):
    """A policy of a role has the statements that the matrix asks for: actions, resources, conditions, and no others.

    No fewer, and none beside the matrix, is a contract of relinfra's own; least privilege is AWS's.
    """

    policy = "CKV_RELINFRA_160"
    group = "security"
    claims = (
        "rotation_reaches_tasks",
        "iam_logs_in",
    )
    title = "A role must hold the rights that the matrix asks for, no more and no fewer"
    category = CheckCategories.IAM
    level = "HIGH"
    rationale = (
        "Whoever breaks into a task has the rights that were added to its role, and a task that lacks one fails "
        "only when it first needs it"
    )
    remedy = "Set `services.KEY.permissions`, `buckets`, `secrets` or `databases` in place of an override"
    source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege"
    resources = ("aws_iam_role_policy", "aws_iam_policy")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether its statements are declared."""
        return bool(resource.declared("grants"))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether they are those."""
        yield from grants_as_made(resource, "policy", stack)

    def departures(self, resource: Resource, stack: Stack) -> Iterator[str]:
        """Yield the statements that were added, changed or taken away."""
        yield from departed_grants(resource, "policy", stack)


check = RoleHoldsItsRights()
