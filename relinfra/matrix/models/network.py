"""The network of an environment."""

from typing import Annotated, Literal

from pydantic import Field

from relinfra.matrix.models.existing_network import ExistingNetwork
from relinfra.matrix.subnets import SubnetPlan, plan_subnets
from relinfra.matrix.values.cidr import CallerCidr, Cidr
from relinfra.reading.choices import choices
from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model
from relinfra.reading.table import DISTINCT

__all__ = ["Network"]

EndpointName = Annotated[
    str,
    Field(pattern=r"^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$", max_length=60),
    expecting("the end of an endpoint's service name, such as sqs or kinesis-streams"),
]
Zones = Annotated[int, Field(ge=1, le=4), expecting("a number of availability zones from 1 to 4")]


class Network(Model):
    """A VPC with a public, a private and a database subnet in each availability zone."""

    cidr: Cidr = Field("10.0.0.0/16", description="IPv4 range of the VPC, from /16 to /23.")
    azs: Zones = Field(
        2,
        description="Availability zones in use; more can be added later without renumbering a subnet. A load "
        "balancer or a database needs two.",
    )
    nat: Annotated[
        Literal["none", "single", "per_az"],
        choices(
            {
                "none": "No way out of the private subnets but endpoints of AWS.",
                "single": "One gateway: cheaper; the loss of its zone cuts all others off.",
                "per_az": "One gateway in each zone: survives the loss of a zone.",
            }
        ),
    ] = Field(
        "per_az",
        description="NAT gateways: `per_az` survives the loss of a zone, `single` is cheaper; or `none`.",
    )
    flow_logs: bool = Field(True, description="Record the network's traffic in CloudWatch Logs.")

    ipv6: bool = Field(
        False, description="Also use IPv6: an IPv6 range of Amazon's for the VPC and a dual-stack load balancer."
    )
    endpoints: Annotated[tuple[EndpointName, ...], DISTINCT] = Field(
        (),
        description="Further services of AWS with an endpoint in the VPC, each paid for by the hour in every zone. "
        "Without NAT, what tasks need has one by itself; to be named is what `permissions` need and relinfra does not "
        "know.",
        examples=[["sqs"]],
    )
    routed: Annotated[tuple[CallerCidr, ...], DISTINCT] = Field(
        (),
        description="Networks outside of the VPC that routes made elsewhere lead to, by peering, transit gateway or "
        "VPN: where some are named, `egress` and `ingress` may name no other private ones.",
        examples=[["10.40.0.0/16"]],
    )
    existing: ExistingNetwork | None = Field(
        None, description="Use a VPC that is there already; everything else in this section then says nothing."
    )

    @property
    def subnets(self) -> SubnetPlan:
        """The subnets of the zones in use."""
        return plan_subnets(self.cidr, self.azs)
