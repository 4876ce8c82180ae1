"""A service on ECS Fargate."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from relinfra.domain.rollout_time import DRAIN_SECONDS
from relinfra.matrix.models.build import Build
from relinfra.matrix.models.capacity import Capacity
from relinfra.matrix.models.connect import Connect
from relinfra.matrix.models.domain import Domain
from relinfra.matrix.models.formerly import Formerly
from relinfra.matrix.models.health_check import HealthCheck
from relinfra.matrix.models.log_router import LogRouter
from relinfra.matrix.models.migration import Migration
from relinfra.matrix.models.opening import Egress, Ingress
from relinfra.matrix.models.permission import Permission
from relinfra.matrix.models.scaling import Scaling
from relinfra.matrix.models.secret import SecretReference, SecretSource
from relinfra.matrix.models.strategies import Rolling, Strategy
from relinfra.matrix.models.synthetics import Synthetics
from relinfra.matrix.values.aws import ImageReference
from relinfra.matrix.values.container import Cpu, TmpfsMib, User, WritablePath, WritablePaths
from relinfra.matrix.values.names import Name, VariableName
from relinfra.matrix.values.numbers import Port
from relinfra.reading.choices import choices
from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model
from relinfra.reading.table import DISTINCT, Table, empty
from relinfra.reading.text import Value
from relinfra.reading.variants import Loosely

__all__ = ["OF_REQUESTS", "BaseService", "LocalService", "Service"]

# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
DrainSeconds = Annotated[int, Field(ge=0, le=3600), expecting("a number of seconds from 0 to 3600")]

# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
StickySeconds = Annotated[int, Field(ge=1, le=604_800), expecting("a number of seconds from 1 to 604800")]
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
StopTimeout = Annotated[int, Field(ge=2, le=120), expecting("a number of seconds from 2 to 120")]
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EphemeralStorage.html
EphemeralStorage = Annotated[
    int, Field(ge=21, le=200), expecting("a storage size from 21 to 200 GiB; without it, a task has 20")
]

OF_REQUESTS = ("domain", "drain_seconds", "port", "stickiness_seconds", "synthetics")
"""Fields that mean something only where requests come in, which no worker is sent."""


class BaseService(Model):
    """Base of services: what one is wherever it runs."""

    image: ImageReference = Field(
        description="Container image; the release supplies the tag where none is given.",
        examples=["111111111111.dkr.ecr.us-east-1.amazonaws.com/shop/web"],
    )
    build: Build | None = Field(
        None,
        description="What the release workflow builds the image from, pushes, attests and scans; if absent, somebody "
        "else pushes it, and the release is given its tag or digest.",
        examples=[{"context": "app"}],
    )
    formerly: Formerly = None
    worker: bool = Field(
        False, description="Whether it works without being asked, from a queue say: no load balancer, port or domain."
    )
    port: Port = Field(8080, description="Port the container listens on.")
    cpu: Cpu = Field(256, description="CPU of a task, in units of 1/1024 vCPU.")
    memory: Annotated[int, Field(ge=512, le=122_880), expecting("a memory size from 512 to 122880 MiB")] = Field(
        512, description="Memory of a task, in MiB; Fargate offers certain sizes for each `cpu`."
    )
    architecture: Annotated[
        Literal["x86_64", "arm64"],
        choices(
            {
                "x86_64": "Intel or AMD.",
                "arm64": "AWS Graviton.",
            }
        ),
    ] = Field("x86_64", description="Processor the image is built for.")
    command: Annotated[tuple[Value, ...], Field(min_length=1), expecting("a list of words")] | None = Field(
        None, description="Command and arguments that replace the image's own."
    )
    user: User = Field("1000:1000", description="Numeric user and group that the container runs as.")
    writable_paths: WritablePaths = Field(
        ("/tmp",),  # noqa: S108 - a path inside the container
        description="The only folders the container can write to, each an empty volume; what the image declares as "
        "`VOLUME` keeps its owner.",
    )
    tmpfs: Table[WritablePath, TmpfsMib] = Field(
        default_factory=empty,
        description="Folders the container can write to that are held in memory, and their sizes in MiB, which count "
        "as the task's `memory`; one of `writable_paths` is then held there too.",
        examples=[{"/run/app": 64}],
    )
    ephemeral_storage_gib: EphemeralStorage | None = Field(
        None, description="Disk of a task for its image and its `writable_paths`, in GiB; Fargate gives 20 if absent."
    )
    exec: bool = Field(
        False,
        description="Whether people may open a shell in its tasks (ECS Exec). Sessions run as root, are encrypted and "
        "recorded; AWS supports them only where the root file system can be written to, which needs a waiver of "
        "`CKV_RELINFRA_11` (of `CKV_AWS_336` too where plans are checked): its reason, owner and end are what lets "
        "people into an environment.",
    )
    capacity: Capacity | None = Field(
        None,
        description="Mix with Spot tasks; all on demand if absent. To add or remove it "
        "replaces the service, with an interruption; other shares do not.",
    )
    health_check: HealthCheck = Field(
        HealthCheck.model_construct(), description="How the load balancer decides that a task is well."
    )
    drain_seconds: DrainSeconds = Field(
        DRAIN_SECONDS,
        description="Time in which the load balancer lets requests end that a leaving task has begun, in seconds "
        "(deregistration delay); only then is the container asked to stop.",
    )
    stop_timeout_seconds: StopTimeout | None = Field(
        None,
        description="Time between asking the container to stop (`SIGTERM`) and killing it, in seconds; 30 if absent. "
        "AWS takes Spot tasks back two minutes after its warning, so with them it is shorter.",
    )
    stickiness_seconds: StickySeconds | None = Field(
        None,
        description="Time in which the load balancer leads a browser back to the same task, by a cookie, in seconds; "
        "any task answers if absent. Only with `rolling`.",
    )
    domain: Domain | None = Field(
        None,
        description="Where it is reached; required on AWS, except of a worker and of a service that others call.",
    )
    connect: Connect = Field(Connect.model_construct(), description="What it asks other services, and they it.")
    scaling: Scaling = Field(Scaling.model_construct(), description="How many tasks run.")
    migration: Migration | None = Field(
        None, description="Task that a release runs once, for example to migrate a database."
    )
    log_router: LogRouter | None = Field(
        None, description="Sends the application's log elsewhere or leaves lines out; by default ECS sends all of it."
    )
    synthetics: Synthetics | None = Field(None, description="Regular check of the public URL from outside.")
    environment: Table[VariableName, Value] = Field(
        default_factory=empty, description="Environment variables in plain text."
    )
    secrets: Table[VariableName, SecretReference] = Field(
        default_factory=empty,
        description="Environment variables that ECS fills when a task starts: the name or ARN of a secret in Secrets "
        "Manager, `database.` and the key of a database for its managed credentials, or a mapping that names a "
        "parameter of Parameter Store or one key of a secret, or a login to a database by IAM, which needs no secret. "
        "Migrations get them too.",
        examples=[{"STRIPE_KEY": "shop/stripe", "DSN": {"parameter": "/shop/dsn"}}],
    )
    rereads_secrets: bool = Field(
        False,
        description="Whether the application reads a secret anew itself when it is refused with the one it has: it "
        "may, and finds the ARN at `<VARIABLE>_SECRET_ARN`. Otherwise its tasks are replaced after a secret changed.",
    )
    buckets: Annotated[tuple[Name, ...], DISTINCT] = Field(
        (), description="Keys of the buckets that the service reads and writes."
    )

    permissions: Annotated[tuple[Permission, ...], Field(max_length=100), expecting("at most 100 permissions")] = Field(
        (),
        description="What its tasks may do in AWS beyond using its buckets, migrations included: statements of the "
        "policy of the task role.",
    )

    egress: Annotated[tuple[Egress, ...], Field(max_length=50), expecting("at most 50 ways out")] = Field(
        (),
        description="Where its tasks may connect to beyond HTTPS, its databases and the services it calls; its "
        "migration too, but to services. Another VPC needs a route, which is not made here, and lets them in itself.",
    )
    ingress: Annotated[tuple[Ingress, ...], Field(max_length=50), expecting("at most 50 ways in")] = Field(
        (), description="Who may connect to its tasks past the load balancer and `connect`."
    )

    @property
    def public(self) -> bool:
        """Whether a load balancer leads requests to it."""
        return self.domain is not None and not self.worker

    @property
    def image_is_pinned(self) -> bool:
        """Whether the image names its own tag or digest, and the release supplies none."""
        return "@" in self.image or ":" in self.image.rpartition("/")[2]

    @property
    def own_grace_seconds(self) -> int | None:
        """The grace that ECS gives the command of a task which no load balancer asks; None where nothing is said."""
        check = self.health_check
        said = not self.public and check.command is not None and "grace_seconds" in check.model_fields_set
        return check.grace_seconds if said else None

    @property
    def database_variables(self) -> Mapping[str, str]:
        """Variables that lead to a database: variable to key of the database."""
        return {variable: source.database for variable, source in self.secrets.items() if source.database is not None}

    @property
    def database_secrets(self) -> Mapping[str, str]:
        """Those of them that hold the database's managed credentials."""
        return {
            variable: name for variable, name in self.database_variables.items() if not self.secrets[variable].login
        }

    @property
    def database_logins(self) -> Mapping[str, SecretSource]:
        """Those of them that hold nothing, since tasks log in by IAM."""
        return {variable: source for variable, source in self.secrets.items() if source.login}

    @property
    def stored_secrets(self) -> Mapping[str, SecretSource]:
        """Variables that hold a secret of their own, in Secrets Manager or Parameter Store."""
        return {variable: source for variable, source in self.secrets.items() if source.database is None}

    @property
    def databases(self) -> tuple[str, ...]:
        """Keys of the databases that the service connects to, sorted."""
        return tuple(sorted(set(self.database_variables.values())))


class Service(BaseService):
    """A container: one that answers HTTP behind the environment's load balancer, or a worker."""

    deployment: Strategy = Field(Rolling.model_construct(), description="How a new version replaces the old one.")


class LocalService(BaseService):
    """A service on a developer's machine: how AWS would deploy it is checked word by word, and means nothing."""

    deployment: Annotated[Mapping[str, Any] | None, Loosely(Strategy)] = Field(
        None, description="How a new version replaces the old one."
    )
