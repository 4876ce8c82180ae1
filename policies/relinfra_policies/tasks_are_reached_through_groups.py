"""Tasks that the world reaches are not behind their load balancer."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.fronts import fronts
from relinfra_policies.shapes.openings import written_in
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.traffic import is_world

GROUP = "aws_security_group"


class TasksAreReachedThroughGroups(StackRule):
    """Tasks are reached from named security groups; the world, whole or in halves, is for load balancers."""

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
    resources = ("aws_vpc_security_group_ingress_rule", "aws_security_group", "aws_security_group_rule")

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether the world reaches load balancers alone, wherever that is written."""
        world = any(is_world(network) for one in written_in(resource, "ingress") for network in one.networks)
        own = resource if resource.kind == GROUP else stack.referred(resource.text("security_group_id"), GROUP)
        yield not world or own is None or any(True for _ in fronts(own, stack))


check = TasksAreReachedThroughGroups()
