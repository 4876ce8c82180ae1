"""ECS cannot turn traffic back with a role that may not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.documents import is_unread, trusted
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

POLICY = re.compile(r"arn:[\w-]+:iam::aws:policy/(?:service-role/)?AmazonECSInfrastructureRolePolicyForLoadBalancers")
WRITTEN = ("aws_iam_role_policy",)


class EcsShiftsWithItsOwnRole(StackRule):
    """The role that shifts is assumed by ECS, holds the policy AWS keeps for that, and is no role of tasks."""

    policy = "CKV_RELINFRA_24"
    group = "deployment"
    title = "The role that shifts traffic must be trusted by ECS alone and hold its load balancer policy"
    category = CheckCategories.IAM
    level = "HIGH"
    rationale = "ECS cannot turn traffic back with a role that may not"
    remedy = "Leave the role that `deployment.strategy` makes as it is"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html"
    resources = ("aws_ecs_service",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether a load balancer names such a role."""
        return any(one.block("advanced_configuration").conf for one in resource.blocks("load_balancer"))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether role and policy are right."""
        for balancer in resource.blocks("load_balancer"):
            shifting = balancer.block("advanced_configuration").text("role_arn")
            role = stack.referred(shifting, "aws_iam_role")
            if role is None:
                yield is_expression(shifting)
                continue
            held = stack.referring(role, "role", "aws_iam_role_policy_attachment")
            own = any(True for _ in stack.referring(role, "role", *WRITTEN)) or bool(role.value("managed_policy_arns"))
            yield own or any(_is_it(one.text("policy_arn")) for one in held)
            document = role.value("assume_role_policy")
            yield trusted(role) == {"ecs.amazonaws.com"} or resource.doubts("role_arn", unread=is_unread(document))


def _is_it(policy: str) -> bool:
    return is_expression(policy) or bool(POLICY.fullmatch(policy))


check = EcsShiftsWithItsOwnRole()
