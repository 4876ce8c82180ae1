"""Routes of IPv6: both ways from public subnets, outwards only from private ones."""

from __future__ import annotations

from collections.abc import Sequence

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.props import Props

__all__ = ["Ipv6Routes", "Ipv6RoutesProps"]

_ANYWHERE = "::/0"


class Ipv6RoutesProps(Props):
    """Whose routes, and through what.

    name: physical name prefix, such as `shop-production`.
    vpc_id, internet_gateway_id: of the network.
    public_route_table_id: the table that routes both ways; private_route_table_ids: those that only lead out.
    """

    name: str
    vpc_id: str
    internet_gateway_id: str
    public_route_table_id: str
    private_route_table_ids: Sequence[str]


class Ipv6Routes(Construct):
    """Default routes of IPv6. IPv6 needs no NAT: an egress-only gateway lets no connection in, and costs nothing."""

    def __init__(self, scope: Construct, id: str, props: Ipv6RoutesProps) -> None:
        super().__init__(scope, id)
        outwards = aws.EgressOnlyInternetGateway(self, "main", vpc_id=props.vpc_id, tags={"Name": props.name})
        aws.Route(
            self,
            "public_internet_ipv6",
            route_table_id=props.public_route_table_id,
            destination_ipv6_cidr_block=_ANYWHERE,
            gateway_id=props.internet_gateway_id,
        )
        for number, table in enumerate(props.private_route_table_ids, start=1):
            aws.Route(
                self,
                f"private_ipv6_{number}",
                route_table_id=table,
                destination_ipv6_cidr_block=_ANYWHERE,
                egress_only_gateway_id=outwards.id,
            )
