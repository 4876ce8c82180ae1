"""The way out of private subnets: NAT gateways, and the routes through them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.props import Props

__all__ = ["NatGateways", "NatGatewaysProps", "NatMode"]

NatMode = Literal["none", "single", "per_az"]
"""`per_az` survives the loss of a zone, `single` costs one gateway and does not, `none` has no way out."""


class NatGatewaysProps(Props):
    """Props of NAT gateways: their subnets, and the route tables that lead through them.

    name: physical name prefix.
    mode: `single` or `per_az`.
    public_subnet_ids: where gateways stand, one subnet a zone.
    route_table_ids: the private route tables, one a zone, in the same order.
    internet_gateway: the gateway NAT gateways need before they are created.
    """

    name: str
    mode: Literal["single", "per_az"]
    public_subnet_ids: Sequence[str]
    route_table_ids: Sequence[str]
    internet_gateway: aws.InternetGateway


class NatGateways(Construct):
    """One NAT gateway, or one in each zone. Outputs: `nat_gateway_ids`, `public_ips`."""

    def __init__(self, scope: Construct, id: str, props: NatGatewaysProps) -> None:
        super().__init__(scope, id)
        self._props = props
        self.public_ips: list[str] = []
        count = 1 if props.mode == "single" else len(props.public_subnet_ids)
        self.nat_gateway_ids: list[str] = [self._gateway(number) for number in range(1, count + 1)]
        for number, table in enumerate(props.route_table_ids, start=1):
            aws.Route(
                self,
                f"private_nat_{number}",
                route_table_id=table,
                destination_cidr_block="0.0.0.0/0",
                nat_gateway_id=self.nat_gateway_ids[min(number, count) - 1],
            )

    def _gateway(self, number: int) -> str:
        tags = {"Name": f"{self._props.name}-nat-{number}"}
        address = aws.Eip(self, f"nat_{number}", domain="vpc", tags=tags)
        self.public_ips.append(address.public_ip)
        return aws.NatGateway(
            self,
            f"main_{number}",
            allocation_id=address.id,
            subnet_id=self._props.public_subnet_ids[number - 1],
            tags=tags,
            depends_on=[self._props.internet_gateway],
        ).id
