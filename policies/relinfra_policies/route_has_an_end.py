"""A route without an end swallows what is sent."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.network import GATEWAYS, subnets_of
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class RouteHasAnEnd(StackRule):
    """A default route leads to one gateway of its stack, and a table to which it belongs is used."""

    policy = "CKV_RELINFRA_142"
    group = "security"
    title = "A route must lead to one gateway of its stack, and its table be that of subnets in the same network"
    category = CheckCategories.NETWORKING
    level = "HIGH"
    rationale = (
        "A route to a gateway that is not there drops what is sent; one that is narrower than the internet leaves "
        "tasks without images, secrets and logs"
    )
    remedy = "Leave routes to `network.nat`"
    source = "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html"
    resources = ("aws_route",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it leads to a gateway of a network that lies here."""
        return stack.has(*GATEWAYS) and any(resource.text(one) for one in GATEWAYS.values())

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it has an end and whoever uses it."""
        ends = [stack.referred(resource.text(argument), kind) for kind, argument in GATEWAYS.items()]
        table = stack.referred(resource.text("route_table_id"), "aws_route_table")
        yield sum(end is not None for end in ends) == 1
        yield table is not None and bool(subnets_of(table, stack))
        yield resource.text("destination_cidr_block") == "0.0.0.0/0" or bool(
            resource.text("destination_ipv6_cidr_block") or resource.text("destination_prefix_list_id")
        )
        yield table is None or len(_default_routes(table, stack)) <= 1


def _default_routes(table: Resource, stack: Stack) -> list[Resource]:
    routes = stack.referring(table, "route_table_id", "aws_route")
    return [one for one in routes if one.text("destination_cidr_block") == "0.0.0.0/0"]


check = RouteHasAnEnd()
