"""One stage of a release: everything that runs in it, on AWS or on a developer's machine."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field
from pydantic.fields import FieldInfo

from relinfra.matrix.models.approval import Approval
from relinfra.matrix.models.bucket import Bucket
from relinfra.matrix.models.budget import Budget
from relinfra.matrix.models.disaster_recovery import DisasterRecovery
from relinfra.matrix.models.edge import Edge
from relinfra.matrix.models.engines import Database
from relinfra.matrix.models.network import Network
from relinfra.matrix.models.observability import Observability
from relinfra.matrix.models.service import LocalService, Service
from relinfra.matrix.values.aws import AccountId, TagKey, TagValue
from relinfra.matrix.values.cron import Timezone
from relinfra.matrix.values.names import Name, ShortName
from relinfra.matrix.values.regions import Region
from relinfra.matrix.values.terraform import AnyValue, ArgumentPath, ResourceAddress
from relinfra.packs.default import DEFAULT
from relinfra.reading.choices import choices
from relinfra.reading.expecting import expecting
from relinfra.reading.table import Table, empty
from relinfra.reading.text import Line
from relinfra.reading.variant import Foreign, Needed, Variant
from relinfra.reading.variants import Loosely, Variants

__all__ = ["AnyEnvironment", "BaseEnvironment", "Environment", "LocalEnvironment", "Overrides"]

Overrides = Annotated[
    Table[Name, Table[ResourceAddress, Table[ArgumentPath, AnyValue]]],
    expecting("a mapping of component, Terraform address, argument and value"),
]


PackName = Annotated[
    str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60), expecting("a pack of policies such as production")
]


class Keyed(Variant):
    """A mapping whose name is the key above it."""

    @classmethod
    def written_fields(cls) -> dict[str, FieldInfo]:
        """Return the fields that a user writes: the name is the key above them."""
        return {key: field for key, field in super().written_fields().items() if key != "name"}


class BaseEnvironment(Keyed):
    """Base of environments: what one says wherever it runs."""

    name: Name = Field(description="Key of the environment under `environments`.")
    region: Region = Field(description="AWS region.", examples=["us-east-1"])
    short_name: ShortName | None = Field(
        None,
        description="What takes the place of project and environment in names of load balancer and target groups that "
        "are longer than AWS's 32 characters; a digest of them if absent.",
        examples=["cp-prod"],
    )
    timezone: Timezone = Field(
        "UTC",
        description="Time zone of its people. Databases are backed up from 3 to 4 at night there, and maintained on "
        "Sundays from 4:30, by standard time: AWS knows no daylight saving.",
        examples=["Europe/Berlin"],
    )
    purpose: Line | None = Field(None, description="What the environment is for.")
    approval: Approval | None = Field(None, description="Who must approve a release into it; required for production.")
    live: bool | None = Field(
        None,
        description="Whether customers use it. If absent, they do where it is the last on AWS of `promotion`, or is "
        "called `production` or `prod`, or has an `approval` and a name that begins so, as `production-eu`.",
    )
    tags: Table[TagKey, TagValue] = Field(
        default_factory=empty, description="Tags on every resource, beside relinfra's own."
    )
    network: Network = Field(Network.model_construct(), description="The network.")
    edge: Edge | None = Field(None, description="How web attacks are kept off the load balancer.")
    buckets: Table[Name, Bucket] = Field(default_factory=empty, description="Buckets by key.")
    observability: Observability = Field(
        Observability.model_construct(), description="Logs, traces, alarms and who is told."
    )
    budget: Budget | None = Field(None, description="What the environment may cost a month.")
    policies: Annotated[tuple[PackName, ...], Field(min_length=1), expecting("at least one pack of policies")] = Field(
        (DEFAULT,),
        description="Packs of policies that `relinfra check` holds it to; a policy of any of them counts.",
        examples=[["production", "soc2"]],
    )
    overrides: Overrides = Field(
        default_factory=empty,
        description="Arguments of single resources, by component (`network`, `data`, …), Terraform address and dotted "
        "path, set whatever relinfra chose. Values are data: `${` in them is no expression. The plan lists each.",
        examples=[{"service": {"aws_ecs_service.web": {"enable_execute_command": True}}}],
    )


class Environment(BaseEnvironment):
    """An environment on AWS, in one region, after everything that lies under it was merged."""

    spoken: ClassVar[str] = "an environment on AWS"
    refused: ClassVar[Mapping[str, Foreign]] = {
        "database": Foreign("`database` only with `target: compose`", "databases on AWS are listed under `databases`")
    }

    target: Literal["aws"] = Field("aws", description="Where it runs: `aws`, or `compose` on a developer's machine.")
    account: Annotated[
        AccountId,
        Needed(
            "an AWS account id for the environment",
            'add `account: "111111111111"`, or `target: compose` if it runs on a developer\'s machine',
        ),
    ] = Field(description="AWS account id, in quotes; required on AWS.", examples=["111111111111"])
    regions: Table[Region, "Environment"] = Field(
        default_factory=empty, description="Further regions that run the same, each with what differs there."
    )
    services: Table[Name, Service] = Field(default_factory=empty, description="Services by key.")
    databases: Table[Name, Database] = Field(default_factory=empty, description="Databases by key.")
    disaster_recovery: DisasterRecovery | None = Field(None, description="Recovery in a second region.")

    @property
    def running_regions(self) -> tuple[str, ...]:
        """Its region, and the one in which its services stand ready where they do, or would be brought up."""
        plan = self.disaster_recovery
        return (self.region, plan.region) if plan and plan.prepared_network else (self.region,)


class LocalEnvironment(BaseEnvironment):
    """An environment on a developer's machine, which has no stacks.

    What it inherits for AWS alone is checked field by field, and need not be whole.
    """

    spoken: ClassVar[str] = "an environment on a developer's machine"

    target: Literal["compose"] = Field(description="On a developer's machine.", examples=["compose"])
    database: (
        Annotated[
            Literal["sqlite", "postgres"],
            choices({"sqlite": "A file, without a server.", "postgres": "A container with PostgreSQL."}),
        ]
        | None
    ) = Field(None, description="Compose only: what stands in for the databases.")
    account: AccountId | None = Field(None, description="AWS account id, in quotes.")
    regions: Table[Region, "LocalEnvironment"] = Field(default_factory=empty, description="Further regions.")
    services: Table[Name, LocalService] = Field(default_factory=empty, description="Services by key.")
    databases: Table[Name, Annotated[Mapping[str, Any], Loosely(Database)]] = Field(
        default_factory=empty, description="Databases by key."
    )
    disaster_recovery: Annotated[Mapping[str, Any] | None, Loosely(DisasterRecovery)] = Field(
        None, description="Recovery in a second region."
    )


AnyEnvironment = Annotated[
    Environment | LocalEnvironment,
    Variants(
        "Environment",
        "One environment in one region, after everything that lies under it was merged.",
        "target",
        base=Keyed,
    ),
]
"""Every environment of a matrix. `match` on the classes, or ask for its `target`."""
