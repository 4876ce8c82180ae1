"""Alarms of an RDS instance."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra_constructs.cdk import Construct
from relinfra_constructs.observability.database_limit import DatabaseLimit, limit_alarm, replica_lag
from relinfra_constructs.props import Props

__all__ = ["DatabaseAlarms", "DatabaseAlarmsProps"]

_BYTES_PER_GIB = 1024**3


class DatabaseAlarmsProps(Props):
    """Props of the alarms: what they watch, the limits that hold for 15 minutes, and the topic they tell.

    name: physical name, such as `shop-production-main`; alarms are called `NAME-cpu` and so on.
    key: Terraform name prefix, such as `main`.
    identifier: the instance's identifier.
    storage_gib: allocated storage; less than `free_storage_percent` of it free is trouble. RDS grows storage
        at 10 % by itself where it may, so that still being there means it could not.
    maximum_connections: what PostgreSQL accepts; None where that is not known, and then nothing watches it.
    topic_arn: who is told.
    lag_minutes: how far a read replica may be behind; None, the default, for what follows nothing.
    """

    name: str
    key: str
    identifier: str
    storage_gib: int
    topic_arn: str
    maximum_connections: int | None = None
    lag_minutes: float | None = None
    cpu_percent: float = 80
    free_storage_percent: float = 10
    connections_percent: float = 80


class DatabaseAlarms(Construct):
    """CPU, free storage and connections of one RDS instance, and the lag of a replica. Outputs: `arns`."""

    def __init__(self, scope: Construct, id: str, props: DatabaseAlarmsProps) -> None:
        super().__init__(scope, id)
        self.arns: tuple[str, ...] = tuple(
            limit_alarm(self, limit, name=props.name, key=props.key, topic_arn=props.topic_arn).arn
            for limit in _limits(props)
        )


def _limits(props: DatabaseAlarmsProps) -> Iterator[DatabaseLimit]:
    instance = {"DBInstanceIdentifier": props.identifier}
    yield DatabaseLimit(
        kind="cpu",
        metric="CPUUtilization",
        dimensions=instance,
        comparison="GreaterThanThreshold",
        threshold=props.cpu_percent,
        claim=f"CPU above {props.cpu_percent:g} %",
    )
    gib = props.storage_gib * props.free_storage_percent / 100
    yield DatabaseLimit(
        kind="storage",
        metric="FreeStorageSpace",
        dimensions=instance,
        comparison="LessThanThreshold",
        threshold=int(gib * _BYTES_PER_GIB),
        claim=f"Less than {gib:g} GiB of storage free",
    )
    if props.maximum_connections is not None:
        limit = int(props.maximum_connections * props.connections_percent / 100)
        yield DatabaseLimit(
            kind="connections",
            metric="DatabaseConnections",
            dimensions=instance,
            comparison="GreaterThanThreshold",
            threshold=limit,
            claim=f"More than {limit} of about {props.maximum_connections} connections in use",
        )
    if props.lag_minutes is not None:
        yield replica_lag(props.identifier, props.lag_minutes)
