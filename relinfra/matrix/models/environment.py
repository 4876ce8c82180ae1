"""One stage of a release: everything that runs in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from relinfra.matrix.models.approval import Approval
from relinfra.matrix.models.bucket import Bucket
from relinfra.matrix.models.budget import Budget
from relinfra.matrix.models.database import Database
from relinfra.matrix.models.disaster_recovery import DisasterRecovery
from relinfra.matrix.models.edge import Edge
from relinfra.matrix.models.network import Network
from relinfra.matrix.models.observability import Observability
from relinfra.matrix.models.service import Service
from relinfra.matrix.values.aws import AccountId, TagKey, TagValue
from relinfra.matrix.values.names import Name
from relinfra.matrix.values.regions import Region
from relinfra.matrix.values.terraform import AnyValue, ArgumentPath, ResourceAddress
from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model
from relinfra.reading.table import Table, empty
from relinfra.reading.text import Line

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

__all__ = ["Environment", "Overrides"]

Overrides = Annotated[
    Table[Name, Table[ResourceAddress, Table[ArgumentPath, AnyValue]]],
    expecting("a mapping of component, Terraform address, argument and value"),
]


class Environment(Model):
    """One environment in one region, after everything that lies under it was merged."""

    name: Name = Field(description="Key of the environment under `environments`.")
    target: Literal["aws", "compose"] = Field(
        "aws", description="Where it runs: `aws`, or `compose` on a developer's machine."
    )
    database: Literal["sqlite", "postgres"] | None = Field(
        None, description="Compose only: what stands in for the databases."
    )
    account: AccountId | None = Field(
        None, description="AWS account id, in quotes; required on AWS.", examples=["111111111111"]
    )
    region: Region = Field(description="AWS region.", examples=["us-east-1"])
    regions: Table[Region, Environment] = Field(
        default_factory=empty, description="Further regions that run the same, each with what differs there."
    )
    purpose: Line | None = Field(None, description="What the environment is for.")
    approval: Approval | None = Field(None, description="Who must approve a release into it; required for production.")
    tags: Table[TagKey, TagValue] = Field(
        default_factory=empty, description="Tags on every resource, beside relinfra's own."
    )
    network: Network = Field(Network.model_construct(), description="The network.")
    edge: Edge | None = Field(None, description="How web attacks are kept off the load balancer.")
    services: Table[Name, Service] = Field(default_factory=empty, description="Services by key.")
    databases: Table[Name, Database] = Field(default_factory=empty, description="Databases by key.")
    buckets: Table[Name, Bucket] = Field(default_factory=empty, description="Buckets by key.")
    observability: Observability = Field(
        Observability.model_construct(), description="Logs, traces, alarms and who is told."
    )
    disaster_recovery: DisasterRecovery | None = Field(None, description="Recovery in a second region.")
    budget: Budget | None = Field(None, description="What the environment may cost a month.")
    overrides: Overrides = Field(
        default_factory=empty,
        description="Arguments of single resources, by component (`network`, `data`, …), Terraform address and dotted "
        "path, set whatever relinfra chose. Values are data: `${` in them is no expression. The plan lists each.",
        examples=[{"service": {"aws_ecs_service.web": {"enable_execute_command": True}}}],
    )

    @classmethod
    def written_fields(cls) -> dict[str, FieldInfo]:
        """Return the fields that a user writes: the name is the key above them."""
        return {key: field for key, field in super().written_fields().items() if key != "name"}
