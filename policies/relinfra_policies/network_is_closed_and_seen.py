"""A network decides who is reached and what is seen of it."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

PRIVATE = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")))
"""Addresses that AWS recommends for networks, and those that it lets them have besides."""

INSIDE = ("aws_route_table", "aws_internet_gateway", "aws_default_security_group", "aws_flow_log", "aws_vpc_endpoint")


class NetworkIsClosedAndSeen(StackRule):
    """A network resolves names, is recorded, and its default security group admits nobody.

    DNS: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html. The default group:
    https://docs.aws.amazon.com/config/latest/developerguide/vpc-default-security-group-closed.html.
    """

    policy = "CKV_RELINFRA_143"
    group = "security"
    title = (
        "A network must be private, resolve names, record its traffic, and admit nobody through its default "
        "security group"
    )
    category = CheckCategories.NETWORKING
    level = "HIGH"
    rationale = (
        "Endpoints and database names are found by the network's own DNS; without a flow log nobody can tell who "
        "reached whom; what names no group gets the default one"
    )
    remedy = "Leave `network.flow_logs` on; set `network.cidr`"
    source = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-best-practices.html"
    resources = ("aws_vpc",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether its subnets lie here too."""
        return stack.has("aws_subnet")

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it is so."""
        cidr = resource.text("cidr_block")
        yield is_expression(cidr) or bool(resource.text("ipv4_ipam_pool_id")) or _is_private(cidr)
        yield resource.flag("enable_dns_support") is not False
        yield resource.flag("enable_dns_hostnames") is True
        yield any(True for _ in stack.referring(resource, "vpc_id", "aws_default_security_group"))
        yield any(True for _ in stack.referring(resource, "vpc_id", "aws_flow_log"))
        yield all(stack.referred(one.text("vpc_id"), "aws_vpc") for one in stack.of(*INSIDE) if one.value("vpc_id"))


def _is_private(cidr: str) -> bool:
    try:
        network = IPv4Network(cidr)
    except ValueError:
        return False
    return any(network.subnet_of(one) for one in PRIVATE)


check = NetworkIsClosedAndSeen()
