"""Recovery in a second region."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from relinfra.matrix.values.cidr import Cidr
from relinfra.matrix.values.names import BucketName
from relinfra.matrix.values.regions import Region
from relinfra.reading.model import Model
from relinfra.reading.numbers import Minutes, WholePercent
from relinfra.reading.variant import Needed, Variant
from relinfra.reading.variants import Variants

__all__ = ["ColdStandby", "DisasterRecovery", "PilotLight", "Recovery", "RecoveryState", "Standby", "WarmStandby"]

_COPY_HOURS = (1, 2, 3, 4, 6, 8, 12, 24)
"""AWS Backup starts hourly at most; each of these makes every day like the last."""


class RecoveryNetwork(Model):
    """The network in the recovery region; zones, NAT and all else are as in the environment's own."""

    cidr: Cidr = Field(
        description="IPv4 range of the VPC, from /16 to /23, no smaller than the environment's own.",
        examples=["10.21.0.0/16"],
    )


class RecoveryState(Model):
    """The S3 bucket of the states of the recovery region's stacks, where those of all others are lost with a region."""

    bucket: BucketName = Field(
        description="Name of the bucket; `bootstrap` makes it.", examples=["acme-shop-tfstate-recovery"]
    )
    region: Region = Field(
        description="Region of the bucket: neither that of the environment nor that of the other states.",
        examples=["us-west-2"],
    )


class Recovery(Variant):
    """Disaster recovery: what is kept ready elsewhere for the loss of a region, and what that promises."""

    region: Region = Field(description="Where backups and buckets are replicated to.", examples=["us-west-2"])
    rto_minutes: Minutes = Field(
        description="Recovery time objective: service is restored within so many minutes.", examples=[240]
    )
    rpo_minutes: Minutes = Field(
        description="Recovery point objective: at most so many minutes of data are lost. Snapshots of Aurora are "
        "copied twice as often.",
        examples=[15],
    )
    state: RecoveryState | None = Field(
        None,
        description="Where Terraform keeps the state of the stacks in the recovery region, so that they can be planned "
        "and applied while the region of `state` is lost; with all other states if absent.",
        examples=[{"bucket": "acme-shop-tfstate-recovery", "region": "us-west-2"}],
    )

    @property
    def prepared_network(self) -> RecoveryNetwork | None:
        """The network of the stacks that stand there, or are ready to be applied there; None where there are none."""
        return None

    @property
    def copy_hours(self) -> int:
        """Hours between two copies of what is copied by the clock: the newest may be on its way when it is needed."""
        return max((hours for hours in _COPY_HOURS if 2 * 60 * hours <= self.rpo_minutes), default=_COPY_HOURS[0])


class ColdStandby(Recovery):
    """Data alone lies in the recovery region."""

    spoken: ClassVar[str] = "`cold_standby`"
    mode: Literal["cold_standby"] = Field(
        "cold_standby",
        description="`cold_standby`: data is replicated, everything else is created when needed, "
        "from stacks where `network` asks for them. `pilot_light`: "
        "network, load balancer and services stand there too, without a task; people switch over. `warm_standby`: a "
        "part of the tasks runs, and Route 53 switches over by itself. With either, RDS instances have a read replica "
        "there, which people promote; with databases it is they who switch over.",
    )
    network: RecoveryNetwork | None = Field(
        None,
        description="The network there; required by every mode but `cold_standby`, where it asks for the stacks that "
        "are applied when the region is lost.",
        examples=[{"cidr": "10.21.0.0/16"}],
    )

    @property
    def prepared_network(self) -> RecoveryNetwork | None:
        """The network in which databases are restored and services brought up; None where nothing is prepared."""
        return self.network


class Standby(Recovery):
    """Network, load balancer and services stand in the recovery region."""

    network: Annotated[
        RecoveryNetwork, Needed("the network that {} stands in", "for example `network: {cidr: 10.21.0.0/16}`")
    ] = Field(
        description="The network there; required by every mode but `cold_standby`, where it asks for the stacks that "
        "are applied when the region is lost.",
        examples=[{"cidr": "10.21.0.0/16"}],
    )

    @property
    def prepared_network(self) -> RecoveryNetwork:
        """The network in which everything stands."""
        return self.network


class PilotLight(Standby):
    """No task runs there before people switch over."""

    spoken: ClassVar[str] = "`pilot_light`"

    mode: Literal["pilot_light"] = Field(description="Everything but tasks.", examples=["pilot_light"])


class WarmStandby(Standby):
    """A part of the tasks runs there."""

    spoken: ClassVar[str] = "`warm_standby`"

    mode: Literal["warm_standby"] = Field(description="Everything, and some tasks.", examples=["warm_standby"])
    capacity_percent: WholePercent = Field(
        50,
        description="`warm_standby`: how many of the fewest tasks run there, at least one of each service, but none of "
        "a worker with a database: it could write to nothing but a replica.",
    )


DisasterRecovery = Annotated[
    ColdStandby | PilotLight | WarmStandby,
    Variants(
        "DisasterRecovery",
        "What is kept ready elsewhere for the loss of a region, and what that promises.",
        "mode",
    ),
]
"""Every mode of recovery. `match` on the classes, and end with `assert_never`."""
