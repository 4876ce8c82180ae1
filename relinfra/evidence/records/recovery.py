"""The loss of a region: what is aimed at, and what already lies or runs in the other one."""

from __future__ import annotations

from relinfra.evidence.record import Record, figure, flag, part, parts, text, texts
from relinfra.evidence.records.alarm import Watch
from relinfra.evidence.records.failover import FailoverName

__all__ = [
    "CopiedBucket",
    "CopiedDatabase",
    "PreparedDatabase",
    "PreparedStandby",
    "Recovery",
    "RecoveryState",
    "StandbyLoadBalancer",
    "StandbyNetwork",
    "StandbyReplica",
    "StandbyService",
]


class CopiedDatabase(Record):
    """A database whose backups are copied to the other region."""

    identifier = text()
    kept_days = figure("days")
    schedule = text()
    vault = text()
    region = text()
    watch = part(Watch)


class StandbyReplica(Record):
    """A database of the other region that follows one at home, and the alarm on how far it is behind."""

    identifier = text(at="identifier")
    source = text()
    lag_alarm = text()
    lag_minutes = figure("minutes")
    lag_told = texts()
    watch = part(Watch)


class CopiedBucket(Record):
    """A bucket whose objects are copied to the other region."""

    name = text()
    replica = text()
    enabled = flag()
    narrowed = flag()
    """Whether a filter of the rule leaves objects out."""
    versioned = flag()
    replica_versioned = flag()
    may_read = flag()
    may_write = flag()
    timed = flag()
    """Whether S3 Replication Time Control is on."""
    within_minutes = figure("minutes")
    watch = part(Watch)
    failures = part(Watch)


class StandbyService(Record):
    """A service that runs, or could run, in the other region."""

    name = text(at="name")
    cluster = text()
    image = text()
    tasks_min = figure("tasks")
    tasks_max = figure("tasks")
    failover = text()
    zone = text()


class StandbyNetwork(Record):
    """The network of the other region."""

    cidr = text(at="cidr_block", source="cidr")
    nat_gateways = figure("nat_gateways")


class StandbyLoadBalancer(Record):
    """The load balancer of the other region."""

    name = text(at="name")


class PreparedDatabase(Record):
    """A database that is restored in the other region when this one is lost, and what it is restored from."""

    identifier = text()
    source = text()
    vault = text()
    """The vault of the snapshots of a cluster; none of an instance, whose backups RDS replicates."""
    variable = text()
    """The Terraform variable that names the snapshot."""


class PreparedStandby(Record):
    """The stacks that are applied in the other region when this one is lost, and what they would make."""

    stacks = texts()
    load_balancer = part(StandbyLoadBalancer)
    network = part(StandbyNetwork)
    databases = parts(PreparedDatabase, "database")
    services = parts(StandbyService, "service")


class RecoveryState(Record):
    """The backend of the stacks in the other region, where it is another than that of the stacks at home."""

    bucket = text(source="bucket")
    region = text(source="region")
    keys = texts()


class Recovery(Record):
    """The protection of a stage from the loss of its region."""

    mode = text()
    declared_region = text()
    rto_minutes = figure("minutes")
    rpo_minutes = figure("minutes")
    region = text(source="region")
    running = figure()
    alarms = texts()
    told = texts()
    subscribers = texts(source="notify")
    dashboard = text()
    state = part(RecoveryState)
    prepared = part(PreparedStandby)
    network = part(StandbyNetwork)
    load_balancer = part(StandbyLoadBalancer)
    databases = parts(CopiedDatabase, "database")
    replicas = parts(StandbyReplica, "replica")
    buckets = parts(CopiedBucket, "bucket")
    services = parts(StandbyService, "service")
    names = parts(FailoverName, "name")
