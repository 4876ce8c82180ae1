"""A port that no security group opens is a service that never gets healthy."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.openings import balancers_groups, egress, groups_of, ingress, is_ruled
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class EcsPortIsOpenToItsLoadBalancer(StackRule):
    """The groups of a service let its load balancer in on the container's port, and it is let out to it."""

    policy = "CKV_RELINFRA_63"
    group = "traffic"
    title = "The security groups of a service must admit its load balancer on the container's port"
    category = CheckCategories.NETWORKING
    level = "HIGH"
    rationale = "Targets that the load balancer cannot reach fail every health check, and the deployment with them"
    remedy = "Set `port` of the service, and leave its security groups to it"
    source = (
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html"
    )
    resources = ("aws_ecs_service",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it has a load balancer, and groups of this stack alone, with rules that are read here."""
        groups = groups_of(resource, stack)
        return bool(resource.blocks("load_balancer")) and bool(groups) and all(map(is_ruled, groups, repeat(stack)))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether each port is open."""
        rules = [rule for group in groups_of(resource, stack) for rule in ingress(group, stack)]
        exact = resource.declared("min_tasks") is not None
        for balancer in resource.blocks("load_balancer"):
            port = balancer.number("container_port")
            if port is not None:
                yield any(rule.opens(port, exactly=exact) for rule in rules)
        for group in balancers_groups(resource, stack):
            leaving = list(egress(group, stack))
            for port in filter(None, (one.number("container_port") for one in resource.blocks("load_balancer"))):
                yield not leaving or any(rule.opens(port) for rule in leaving)


check = EcsPortIsOpenToItsLoadBalancer()
