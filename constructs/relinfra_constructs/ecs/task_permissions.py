"""Permissions of the application itself, as its owner asks for them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.iam import INLINE_LIMIT, Statement, document
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

__all__ = ["TaskPermission", "TaskPermissions"]

_REFERENCE = re.compile(r"(?<!\$)\$\{[^}]*\}")
_ARN_LENGTH = 100


class TaskPermission(Props):
    """One permission: the actions that are allowed, and on what.

    actions: such as `sqs:SendMessage`.
    resources: ARNs in plain text, in which `{partition}`, `{region}` and `{account}` are those of the task.
    """

    actions: Sequence[str]
    resources: Sequence[str]

    def statement(self, placement: Placement) -> Statement:
        """Return it as a statement in a region; what IAM itself replaces, such as `${aws:userid}`, stays as it is."""
        resources = [aws.literal(placement.within(resource)) for resource in self.resources]
        return Statement(actions=self.actions, resources=resources)


class TaskPermissions(Construct):
    """`aws_iam_role_policy.NAME`: the permissions of a role as a policy of their own.

    `beside` are the documents of other policies that are written into the role, which share its 10,240 characters.
    Raises ConstructError where they are more.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        physical_name: str,
        role_name: str,
        permissions: Sequence[TaskPermission],
        placement: Placement,
        beside: Sequence[str] = (),
    ) -> None:
        super().__init__(scope, id)
        policy = document(*(permission.statement(placement) for permission in permissions))
        length = sum(_length(text) for text in (policy, *beside))
        if length > INLINE_LIMIT:
            hint = "name resources by a common path, or give the work to several services"
            expected = f"expected policies of at most {INLINE_LIMIT} characters in a role"
            raise ConstructError(f"{physical_name}: {expected}, found about {length}; {hint}")
        aws.IamRolePolicy(self, name, name=physical_name, role=role_name, policy=policy)


def _length(policy: str) -> int:
    """Return how long a document is for IAM, which counts no white space, an ARN standing for each reference."""
    return len(re.sub(r"\s", "", _REFERENCE.sub("x" * _ARN_LENGTH, policy)))
