"""One tier of a network: a subnet in each availability zone and the route tables they follow."""

from __future__ import annotations

from collections.abc import Sequence

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.props import Props

__all__ = ["SubnetTier", "SubnetTierProps"]


class SubnetTierProps(Props):
    """Props of a tier of subnets.

    name: physical name prefix, such as `shop-production`.
    tier: `public`, `private` or `database`; part of every Terraform name.
    vpc_id: the VPC the subnets lie in.
    cidrs: one CIDR a zone, in the order of `zones`.
    zones: availability zone names, at least as many as `cidrs`.
    ipv6_offset: which /64 of the VPC's IPv6 range the first subnet takes, the next ones following; None for no IPv6.
    route_table_per_zone: whether each zone routes for itself; by default the tier shares one table.
    """

    name: str
    tier: str
    vpc_id: str
    cidrs: Sequence[str]
    zones: Sequence[str]
    route_table_per_zone: bool = False
    ipv6_offset: int | None = None


class SubnetTier(Construct):
    """Subnets that give out no public addresses. Outputs: `subnet_ids`, `zones`, `route_table_ids`, zone by zone.

    A tier that shares one route table has that single table in `route_table_ids`.
    """

    def __init__(self, scope: Construct, id: str, props: SubnetTierProps) -> None:
        super().__init__(scope, id)
        self._props = props
        self.route_table_ids: list[str] = self._route_tables()
        subnets = [self._subnet(number, cidr) for number, cidr in enumerate(props.cidrs, start=1)]
        self.subnet_ids: list[str] = [subnet.id for subnet in subnets]
        self.zones: list[str] = [subnet.availability_zone for subnet in subnets]

    def _route_tables(self) -> list[str]:
        tier = self._props.tier
        names = [tier]
        if self._props.route_table_per_zone:
            names = [f"{tier}_{number}" for number in range(1, len(self._props.cidrs) + 1)]
        return [
            aws.RouteTable(self, name, vpc_id=self._props.vpc_id, tags={"Name": self._physical(name)}).id
            for name in names
        ]

    def _subnet(self, number: int, cidr: str) -> aws.Subnet:
        name = f"{self._props.tier}_{number}"
        subnet = aws.Subnet(
            self,
            name,
            vpc_id=self._props.vpc_id,
            cidr_block=cidr,
            availability_zone=self._props.zones[number - 1],
            map_public_ip_on_launch=False,
            ipv6_cidr_block=self._ipv6_cidr(number),
            assign_ipv6_address_on_creation=None if self._props.ipv6_offset is None else True,
            tags={"Name": self._physical(name)},
            # The zones come from a data source: a zone that AWS adds later must not move a living subnet.
            lifecycle={"ignore_changes": ["availability_zone"]},
        )
        table = self.route_table_ids[number - 1 if self._props.route_table_per_zone else 0]
        aws.RouteTableAssociation(self, name, subnet_id=subnet.id, route_table_id=table)
        return subnet

    def _ipv6_cidr(self, number: int) -> str | None:
        if self._props.ipv6_offset is None:
            return None
        # A subnet of the stack's own VPC, whose range AWS chooses.
        return f"${{cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, {self._props.ipv6_offset + number - 1})}}"

    def _physical(self, name: str) -> str:
        return f"{self._props.name}-{name.replace('_', '-')}"
