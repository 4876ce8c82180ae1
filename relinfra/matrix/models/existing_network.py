"""A network that is there already."""

from typing import Annotated

from pydantic import Field

from relinfra.matrix.values.aws import SubnetId, VpcId
from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model

__all__ = ["ExistingNetwork"]

_Subnets = Annotated[tuple[SubnetId, ...], Field(max_length=4), expecting("a list of one to four subnet ids")]


class ExistingNetwork(Model):
    """A VPC that somebody else owns, and which of its subnets are for what."""

    vpc_id: VpcId = Field(description="The VPC.", examples=["vpc-0a1b2c3d4e5f60718"])
    public_subnet_ids: _Subnets = Field(
        description="Where the load balancer stands: one a zone, in two zones at least, with a route to the internet.",
        examples=[["subnet-0a1b2c3d4e5f60711", "subnet-0a1b2c3d4e5f60712"]],
    )
    private_subnet_ids: _Subnets = Field(
        min_length=1,
        description="Where tasks run: one a zone, with a way out to AWS by NAT or endpoints.",
        examples=[["subnet-0a1b2c3d4e5f60713", "subnet-0a1b2c3d4e5f60714"]],
    )
    database_subnet_ids: _Subnets = Field(
        (), description="Where databases stand: one a zone, in two zones at least; required with a database."
    )
