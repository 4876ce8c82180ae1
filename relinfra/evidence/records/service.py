"""Services: what runs, how much of it, and where it is reached."""

from __future__ import annotations

from relinfra.evidence.fact import Fact, value_of
from relinfra.evidence.record import Record, figure, flag, part, parts, text, texts
from relinfra.evidence.records.rollout import (
    BlueGreen,
    Canary,
    CodeDeploy,
    Linear,
    OtherRollout,
    Rolling,
    rollout,
)
from relinfra.evidence.records.secret import DatabaseLogin, Secret

__all__ = [
    "Connections",
    "ContainerHealth",
    "Health",
    "LogRouter",
    "Migration",
    "Opening",
    "Permission",
    "ScheduledScaling",
    "Service",
    "Sessions",
]


class Health(Record):
    """The health check of a load balancer: when it takes a task for healthy or not."""

    path = text(at="path", source="path")
    matcher = text(at="matcher", source="success_codes")
    interval_seconds = figure("seconds", at="interval", source="interval_seconds")
    timeout_seconds = figure("seconds", at="timeout", source="timeout_seconds")
    unhealthy_threshold = figure("checks", at="unhealthy_threshold", source="unhealthy_threshold")
    alike = flag()
    """Whether both target groups that a service alternates between are checked in the same way."""


class ContainerHealth(Record):
    """The health check that ECS runs inside a container."""

    command = text(source="command")
    interval_seconds = figure("seconds", at="interval", source="command_interval_seconds")
    start_seconds = figure("seconds", at="startPeriod", source="command_start_seconds")
    failures = figure("checks", at="retries", source="command_failures")


class Connections(Record):
    """Service Connect of a service: its names, and the services it may call."""

    namespace = text()
    names = texts()
    calls = texts(source="to")


class ScheduledScaling(Record):
    """A scheduled change of how many tasks run."""

    name = text(at="name")
    when = text(at="schedule")
    timezone = text(at="timezone")
    tasks_min = figure("tasks", at="scalable_target_action.min_capacity")
    tasks_max = figure("tasks", at="scalable_target_action.max_capacity")


class LogRouter(Record):
    """The FireLens container that takes the main container's logs."""

    output = text()
    excluded = text(source="exclude")
    target = text(source="bucket")
    type = text(at="firelensConfiguration.type")
    image = text(at="image", source="image")
    user = text(at="user")
    read_only = flag(at="readonlyRootFilesystem")


class Migration(Record):
    """The task that a release runs once to change the schema."""

    family = text(at="family")
    command = text(source="command")
    container = text()
    cluster = text()
    stack = text()
    output = text()
    first = flag()
    """Whether its stack is applied before the service's."""
    secrets = parts(Secret, "secret")
    logins = parts(DatabaseLogin, "login")


class Sessions(Record):
    """Shells that people may open in the tasks (ECS Exec)."""

    allowed = flag(source="exec")
    log_group = text()
    container = text()
    read_only = flag()


class Permission(Record):
    """A statement of what an application may do in AWS."""

    actions = texts(source="permissions")
    resources = texts(source="permissions")
    why = text()


class Opening(Record):
    """A way in or out of the tasks that is opened for one purpose."""

    direction = text()
    peer = text()
    protocol = text()
    first_port = figure()
    last_port = figure()
    why = text()


class Service(Record):
    """A service of ECS."""

    name = text(at="name")
    launch_type = text(at="launch_type")
    cluster = text()
    family = text()
    cpu = figure("cpu", source="cpu")
    memory = figure("MiB", source="memory")
    architecture = text(source="architecture")
    image = text(source="image")
    image_variable = text()
    image_default = text()
    tracing_image = text()
    variables = texts(source="environment")
    worker = flag()
    inner = flag()
    tasks_min = figure("tasks", source="scaling.min")
    tasks_max = figure("tasks", source="scaling.max")
    cpu_target = figure("percent", source="scaling.cpu_percent")
    memory_target = figure("percent", source="scaling.memory_percent")
    only_grows = flag()
    spot_percent = figure("percent", source="capacity.spot_percent")
    on_demand_base = figure("tasks", source="capacity.on_demand_base")
    drain_seconds = figure("seconds", source="drain_seconds")
    stop_timeout_seconds = figure("seconds", source="stop_timeout_seconds")
    grace_seconds = figure("seconds", at="health_check_grace_period_seconds", source="health_check.grace_seconds")
    stickiness_seconds = figure("seconds", source="stickiness_seconds")
    ephemeral_storage_gib = figure("GiB", source="ephemeral_storage_gib")
    tmpfs = texts(source="tmpfs")
    domain = text(source="domain.name")
    ipv6_record = text()
    paths = texts(source="domain.paths")
    rollout = part(rollout, "", kinds=(Rolling, BlueGreen, Canary, Linear, CodeDeploy, OtherRollout))
    health = part(Health)
    container_health = part(ContainerHealth)
    connect = part(Connections)
    log_router = part(LogRouter)
    migration = part(Migration)
    sessions = part(Sessions)
    schedules = parts(ScheduledScaling, "schedule")
    secrets = parts(Secret, "secret")
    logins = parts(DatabaseLogin, "login")
    permissions = parts(Permission, "permission")
    openings = parts(Opening, "opening")

    @property
    def unbalanced(self) -> Fact[bool] | None:
        """That no load balancer stands before it, whose traffic could be shifted; None where one does."""
        return next((told for told in (self.worker, self.inner) if told and told.value), None)

    def uses(self, identifier: Fact[str] | None) -> bool:
        """Whether its tasks, or its migration, are led to the database of an identifier: by a secret or by a login."""
        secrets = (*self.secrets, *self.migration.secrets)
        led = {value_of(fact) for one in secrets for fact in (one.managed_for, one.master_of)}
        led |= {value_of(one.database) for one in (*self.logins, *self.migration.logins)}
        return identifier is not None and identifier.value in led
