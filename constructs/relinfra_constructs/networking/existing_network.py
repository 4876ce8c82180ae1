"""A network that somebody else owns: looked up, checked, and handed out like one of ours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.props import Props

__all__ = ["ExistingNetwork", "ExistingNetworkProps", "NetworkOutputs"]


class NetworkOutputs(Protocol):
    """A network, whoever made it: ids as references, subnets one a zone and tier."""

    @property
    def vpc_id(self) -> str: ...  # noqa: D102 - the class says it

    @property
    def cidr(self) -> str: ...  # noqa: D102

    @property
    def public_subnet_ids(self) -> Sequence[str]: ...  # noqa: D102

    @property
    def private_subnet_ids(self) -> Sequence[str]: ...  # noqa: D102

    @property
    def database_subnet_ids(self) -> Sequence[str]: ...  # noqa: D102

    @property
    def database_zones(self) -> Sequence[str]: ...  # noqa: D102

    @property
    def nat_public_ips(self) -> Sequence[str]: ...  # noqa: D102


class ExistingNetworkProps(Props):
    """Props of an existing network: the VPC, and its subnets by tier.

    vpc_id: such as `vpc-0a1b2c3d`.
    public_subnet_ids: where load balancers stand, one a zone, with a route to the internet.
    private_subnet_ids: where tasks run, one a zone, with a way out to AWS.
    database_subnet_ids: where databases stand, one a zone; none where there is no database.
    """

    vpc_id: str
    public_subnet_ids: Sequence[str]
    private_subnet_ids: Sequence[str]
    database_subnet_ids: Sequence[str] = ()


class ExistingNetwork(Construct):
    """An existing VPC and its subnets; Terraform refuses to go on where a subnet is not the VPC's.

    Outputs: as `NetworkOutputs`. `nat_public_ips` is empty: how such a network reaches out is not known here.
    """

    def __init__(self, scope: Construct, id: str, props: ExistingNetworkProps) -> None:
        super().__init__(scope, id)
        self._vpc = aws.data.Vpc(self, "main", id=props.vpc_id)
        self.vpc_id: str = self._vpc.id
        self.cidr: str = self._vpc.cidr_block
        self.public_subnet_ids = [subnet.id for subnet in self._subnets("public", props.public_subnet_ids)]
        self.private_subnet_ids = [subnet.id for subnet in self._subnets("private", props.private_subnet_ids)]
        databases = self._subnets("database", props.database_subnet_ids)
        self.database_subnet_ids = [subnet.id for subnet in databases]
        self.database_zones = [subnet.availability_zone for subnet in databases]
        self.nat_public_ips: Sequence[str] = ()

    def _subnets(self, tier: str, ids: Sequence[str]) -> list[aws.data.Subnet]:
        return [
            aws.data.Subnet(self, f"{tier}_{number}", id=subnet, vpc_id=self._vpc.id)
            for number, subnet in enumerate(ids, start=1)
        ]
