"""A NAT gateway is the way out of private subnets."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.network import leads_to, subnets_of, tables_of
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class NatGatewayServesItsZone(StackRule):
    """It stands in a public subnet with an address of its own, and serves the subnets of its zone."""

    policy = "CKV_RELINFRA_141"
    group = "deployment"
    title = (
        "A NAT gateway must be used, in a public subnet, with an address of its own, by subnets of its zone where "
        "each zone has one"
    )
    category = CheckCategories.NETWORKING
    level = "HIGH"
    rationale = (
        "One that no route leads to costs and serves nobody; in a private subnet it reaches nothing; where each "
        "zone has one, a subnet that uses that of another zone falls with both"
    )
    remedy = "Set `network.nat`"
    source = "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html"
    resources = ("aws_nat_gateway",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack has the routes too, and the gateway reaches the internet."""
        return stack.has("aws_route") and resource.text("connectivity_type") != "private"

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it stands and is used so."""
        others = [one for one in stack.of("aws_nat_gateway") if one is not resource]
        subnet = stack.referred(resource.text("subnet_id"), "aws_subnet")
        address = stack.referred(resource.text("allocation_id"), "aws_eip")
        served = [one for table in _tables(resource, stack) for one in subnets_of(table, stack)]
        yield subnet is not None and _is_public(subnet, stack)
        yield address is not None and all(
            stack.referred(one.text("allocation_id"), "aws_eip") is not address for one in others
        )
        yield all(stack.referred(one.text("subnet_id"), "aws_subnet") is not subnet for one in others)
        yield bool(served)
        if others and subnet:
            zone = subnet.text("availability_zone")
            yield all(one.text("availability_zone") == zone for one in served)


def _tables(gateway: Resource, stack: Stack) -> list[Resource]:
    found = stack.referring(gateway, "nat_gateway_id", "aws_route")
    tables = (stack.referred(one.text("route_table_id"), "aws_route_table") for one in found)
    return [table for table in tables if table]


def _is_public(subnet: Resource, stack: Stack) -> bool:
    return any(True for table in tables_of(subnet, stack) for _ in leads_to(table, stack, "aws_internet_gateway"))


check = NatGatewayServesItsZone()
