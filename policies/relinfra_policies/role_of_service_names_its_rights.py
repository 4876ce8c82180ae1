"""A role with every right of a service is that service's administrator."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.documents import listed, principals
from relinfra_policies.shapes.granted import conditions, granted
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

UNBOUNDED = re.compile(
    r"(?:ecr:GetAuthorizationToken|cloudwatch:PutMetricData|s3:ListAllMyBuckets|ssmmessages:.+|xray:(?!\w+(?:Group|SamplingRule|Resource)$)\w+|\w[\w-]*:(?:Describe|List)\w*)$"
)
"""Actions for which AWS knows no resource, and those that list and describe: many of them take none either.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""


class RoleOfServiceNamesItsRights(StackRule):
    """A role that a service assumes names its actions and its resources, and hands on roles to one service.

    That it refuses nothing is relinfra's own. `iam:PassedToService` is described at
    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html.
    """

    policy = "CKV_RELINFRA_107"
    group = "security"
    title = "A role of a service must name actions and resources, and to whom it hands roles"
    category = CheckCategories.IAM
    level = "HIGH"
    rationale = "Whoever gets into a service has every right that its role does not spell out"
    remedy = "Name actions and resources in `services.KEY.permissions`"
    source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege"
    resources = ("aws_iam_role_policy",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether a service assumes its role, and nobody else."""
        role = stack.referred(resource.text("role"), "aws_iam_role")
        whom = [
            one
            for statement in (granted(role, "assume_role_policy", stack) if role else ())
            for one in principals(statement)
        ]
        return bool(whom) and all(kind == "Service" for kind, _ in whom)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether each statement is exact."""
        found = granted(resource, "policy", stack)
        yield bool(found)
        for one in found:
            if one.get("Effect") != "Allow":
                yield False  # A role of ours allows: a denial there takes a right that its service needs.
                continue
            actions, tested = listed(one.get("Action")), list(conditions(one))
            yield bool(actions) and all(action.partition(":")[2] not in ("", "*") for action in actions)
            yield "NotResource" not in one
            unbounded = "*" in listed(one.get("Resource"))
            yield not unbounded or bool(tested) or all(map(UNBOUNDED.match, actions))
            yield "iam:PassRole" not in actions or any(key == "iam:passedtoservice" for _, key, _ in tested)


check = RoleOfServiceNamesItsRights()
