"""A private subnet with a way to an internet gateway is public."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.network import public_tables
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class PrivateSubnetsHaveNoWayIn(StackRule):
    """An internet gateway serves the subnets that NAT gateways stand in, and no others."""

    policy = "CKV_RELINFRA_55"
    group = "security"
    title = "A route to an internet gateway must serve public subnets alone"
    category = CheckCategories.NETWORKING
    level = "CRITICAL"
    rationale = "A private subnet with a way to an internet gateway is public"
    remedy = "Set `network.nat`"
    source = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html"
    resources = ("aws_route",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it leads to an internet gateway, beside NAT gateways."""
        return bool(resource.text("gateway_id")) and bool(public_tables(stack))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it serves the subnets of NAT gateways."""
        yield bool(public_tables(stack).intersection(resource.strings("route_table_id")))


check = PrivateSubnetsHaveNoWayIn()
