"""The route tables of a network, and which of them are public."""

from __future__ import annotations

from relinfra_policies.shapes.stack import Stack

__all__ = ["public_tables"]

ASSOCIATION = "aws_route_table_association"


def public_tables(stack: Stack) -> set[str]:
    """Return the route tables, as they are referred to, of the subnets in which NAT gateways stand."""
    subnets = {stack.referred(one.text("subnet_id"), "aws_subnet") for one in stack.of("aws_nat_gateway")} - {None}
    joined = [(stack.referred(one.text("subnet_id"), "aws_subnet"), one) for one in stack.of(ASSOCIATION)]
    return {one.text("route_table_id") for subnet, one in joined if subnet in subnets}
