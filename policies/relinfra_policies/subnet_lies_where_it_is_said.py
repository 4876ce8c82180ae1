"""The zone and the network of a subnet decide what a failure takes with it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.network import is_of_a_network, tables_of
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

ZONE = re.compile(r"[a-z]{2}(?:-[a-z]+)+-\d[a-z]")
"""The name of an availability zone."""


class SubnetLiesWhereItIsSaid(StackRule):
    """A subnet lies in the network of its stack, in a zone that a new zone of the region does not change."""

    policy = "CKV_RELINFRA_140"
    group = "security"
    title = "A subnet must have a zone that stays, a network and one route table of its own stack"
    category = CheckCategories.NETWORKING
    level = "HIGH"
    rationale = (
        "Without a zone AWS chooses one, and two tiers may share it; where zones are looked up, a new zone of the "
        "region replaces subnets with all that is in them; a subnet without a table has the routes of the main "
        "one"
    )
    remedy = "Set `network.azs`; leave subnets as relinfra makes them"
    source = "https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html"
    resources = ("aws_subnet",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it has all that, and gives no public address by itself."""
        zone = resource.text("availability_zone") or resource.text("availability_zone_id")
        yield bool(ZONE.fullmatch(zone)) or is_expression(zone)
        yield "aws_availability_zones" not in zone or "availability_zone" in resource.block("lifecycle").strings(
            "ignore_changes"
        )
        yield not resource.flag("map_public_ip_on_launch")
        if is_of_a_network(resource, stack):
            yield stack.referred(resource.text("vpc_id"), "aws_vpc") is not None
        if stack.has("aws_route_table"):
            yield len(tables_of(resource, stack)) == 1


check = SubnetLiesWhereItIsSaid()
