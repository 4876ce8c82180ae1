"""CodeDeploy cannot turn traffic back with a role that may not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.documents import allowed, is_unread, statements, trusted
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

AWS_KEPT = re.compile(r":iam::aws:policy/(?:service-role/)?AWSCodeDeployRoleForECS(?:Limited)?$")
NEEDED = (
    "ecs:CreateTaskSet",
    "ecs:DeleteTaskSet",
    "ecs:UpdateServicePrimaryTaskSet",
    "elasticloadbalancing:ModifyListener",
)


class CodeDeployShiftsWithItsOwnRole(StackRule):
    """The role of a deployment group is assumed by CodeDeploy alone, which tasks cannot use, and holds rights."""

    policy = "CKV_RELINFRA_81"
    group = "deployment"
    title = "The role of CodeDeploy must be trusted by CodeDeploy alone and hold rights to shift"
    category = CheckCategories.IAM
    level = "HIGH"
    rationale = "A deployment that may not write listeners stops half-way, with both versions in use"
    remedy = "Leave the role that `deployment.strategy` makes as it is"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/codedeploy_IAM_role.html"
    resources = ("aws_codedeploy_deployment_group",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it deploys a service of ECS with a role of the stack."""
        return bool(resource.blocks("ecs_service")) and self._role(resource, stack) is not None

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether trust and rights are right."""
        role = self._role(resource, stack) or resource
        document = role.value("assume_role_policy")
        yield trusted(role) == {"codedeploy.amazonaws.com"} or resource.doubts(
            "service_role_arn", unread=is_unread(document)
        )
        written = [one.value("policy") for one in stack.referring(role, "role", "aws_iam_role_policy")]
        attached = stack.referring(role, "role", "aws_iam_role_policy_attachment")
        kept = bool(role.value("managed_policy_arns")) or any(
            AWS_KEPT.search(one.text("policy_arn")) for one in attached
        )
        actions = {action for one in written for statement in statements(one) for action in allowed(statement)}
        yield kept or all(any(fnmatchcase(needed, action) for action in actions) for needed in NEEDED)

    @staticmethod
    def _role(group: Resource, stack: Stack) -> Resource | None:
        return stack.referred(group.text("service_role_arn"), "aws_iam_role")


check = CodeDeployShiftsWithItsOwnRole()
