"""The network of an environment."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from relinfra.matrix.models.existing_network import ExistingNetwork
from relinfra.matrix.subnets import SubnetPlan, plan_subnets
from relinfra.matrix.values.cidr import Cidr
from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model

__all__ = ["Network"]

Zones = Annotated[int, Field(ge=1, le=4), expecting("a number of availability zones from 1 to 4")]


class Network(Model):
    """A VPC with a public, a private and a database subnet in each availability zone."""

    cidr: Cidr = Field("10.0.0.0/16", description="IPv4 range of the VPC, from /16 to /23.")
    azs: Zones = Field(
        2,
        description="Availability zones in use; more can be added later without renumbering a subnet. A load "
        "balancer or a database needs two.",
    )
    nat: Literal["none", "single", "per_az"] = Field(
        "per_az",
        description="NAT gateways: `per_az` survives the loss of a zone, `single` is cheaper; or `none`.",
    )
    flow_logs: bool = Field(True, description="Record the network's traffic in CloudWatch Logs.")

    ipv6: bool = Field(
        False, description="Also use IPv6: an IPv6 range of Amazon's for the VPC and a dual-stack load balancer."
    )
    existing: ExistingNetwork | None = Field(
        None, description="Use a VPC that is there already; everything else in this section then says nothing."
    )

    @property
    def subnets(self) -> SubnetPlan:
        """The subnets of the zones in use."""
        return plan_subnets(self.cidr, self.azs)
