"""The network of a stack: which route table a subnet has, and where a route table leads."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra_policies.shapes.stack import Resource, Stack

__all__ = ["GATEWAYS", "is_of_a_network", "leads_to", "public_tables", "subnets_of", "tables_of"]

ASSOCIATION = "aws_route_table_association"
GATEWAYS = {"aws_nat_gateway": "nat_gateway_id", "aws_internet_gateway": "gateway_id"}


def tables_of(subnet: Resource, stack: Stack) -> list[Resource]:
    """Return the route tables that a subnet is associated with."""
    found = (
        stack.referred(one.text("route_table_id"), "aws_route_table")
        for one in stack.referring(subnet, "subnet_id", ASSOCIATION)
    )
    return [table for table in found if table]


def subnets_of(table: Resource, stack: Stack) -> list[Resource]:
    """Return the subnets that are associated with a route table."""
    found = (
        stack.referred(one.text("subnet_id"), "aws_subnet")
        for one in stack.referring(table, "route_table_id", ASSOCIATION)
    )
    return [subnet for subnet in found if subnet]


def leads_to(table: Resource, stack: Stack, kind: str) -> Iterator[Resource]:
    """Yield the gateways of one type to which the routes of a table lead."""
    for route in stack.referring(table, "route_table_id", "aws_route"):
        if gateway := stack.referred(route.text(GATEWAYS[kind]), kind):
            yield gateway


def is_of_a_network(resource: Resource, stack: Stack) -> bool:
    """Return whether the stack has a network of its own, so that the resource must lie in it."""
    return stack.has("aws_vpc") and bool(resource.value("vpc_id"))


def public_tables(stack: Stack) -> set[str]:
    """Return the route tables, as they are referred to, of the subnets in which NAT gateways stand."""
    subnets = {stack.referred(one.text("subnet_id"), "aws_subnet") for one in stack.of("aws_nat_gateway")} - {None}
    joined = [(stack.referred(one.text("subnet_id"), "aws_subnet"), one) for one in stack.of(ASSOCIATION)]
    return {one.text("route_table_id") for subnet, one in joined if subnet in subnets}
