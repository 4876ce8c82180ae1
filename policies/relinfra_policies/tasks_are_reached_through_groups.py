"""Tasks that the world reaches are not behind their load balancer."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

WORLD = {"0.0.0.0/0", "::/0"}


class TasksAreReachedThroughGroups(StackRule):
    """Tasks are reached from named security groups; addresses of the world are for load balancers."""

    policy = "CKV_RELINFRA_53"
    group = "security"
    title = "Nothing but a load balancer may be open to the world"
    category = CheckCategories.NETWORKING
    level = "CRITICAL"
    rationale = "Tasks that the world reaches are not behind their load balancer"
    remedy = "Name services in `ingress` of the service"
    source = (
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html"
    )
    resources = ("aws_vpc_security_group_ingress_rule",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether the world reaches load balancers alone."""
        world = WORLD.intersection((resource.text("cidr_ipv4"), resource.text("cidr_ipv6")))
        group = stack.referred(resource.text("security_group_id"), "aws_security_group")
        fronts = stack.referring(group, "security_groups", "aws_lb") if group else ()
        yield not world or group is None or any(True for _ in fronts)


check = TasksAreReachedThroughGroups()
