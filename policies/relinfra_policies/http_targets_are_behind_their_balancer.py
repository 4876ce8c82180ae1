"""Plain HTTP is accepted on the last step alone, from the load balancer to its targets."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.fronts import fronted, fronts
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.traffic import GROUPS

INGRESS = "aws_vpc_security_group_ingress_rule"


class HttpTargetsAreBehindTheirBalancer(StackRule):
    """Tasks that take HTTP let in their load balancer, and the ways that the matrix declares with a reason."""

    policy = "CKV_RELINFRA_124"
    group = "traffic"
    title = "Targets that take HTTP must be reached from their load balancer alone"
    category = CheckCategories.NETWORKING
    level = "HIGH"
    rationale = "HTTP without TLS is accepted between a load balancer and its targets, and nowhere else"
    remedy = "Name whoever else may come in under `ingress` of the service"
    source = (
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html"
    )
    resources = GROUPS

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it takes HTTP, and the stack has its services with their security groups."""
        found = [group for service in fronted(resource, stack) for group in _groups(service, stack)]
        return resource.text("protocol") == "HTTP" and bool(found) and None not in found

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether each way in to the tasks begins at a load balancer, or is declared."""
        for service in fronted(resource, stack):
            yield service.block("network_configuration").flag("assign_public_ip") is not True
            for group in _groups(service, stack):
                if group:
                    yield from _ways_in(group, stack)


def _ways_in(group: Resource, stack: Stack) -> Iterator[bool]:
    yield not group.blocks("ingress")
    for rule in stack.referring(group, "security_group_id", INGRESS):
        source = stack.referred(rule.text("referenced_security_group_id"), "aws_security_group")
        yield any(True for _ in fronts(source, stack)) or rule.declared("way") is True
    yield all(
        rule.text("type") != "ingress"
        for rule in stack.referring(group, "security_group_id", "aws_security_group_rule")
    )


def _groups(service: Resource, stack: Stack) -> list[Resource | None]:
    named = service.block("network_configuration").strings("security_groups")
    return [stack.referred(text, "aws_security_group") for text in named]


check = HttpTargetsAreBehindTheirBalancer()
