"""Alarms of an Aurora Serverless v2 cluster."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from relinfra_constructs.cdk import Construct
from relinfra_constructs.database.aurora_capacity import AuroraCapacity, aurora_connections
from relinfra_constructs.observability.database_limit import DatabaseLimit, limit_alarm
from relinfra_constructs.props import Props

__all__ = ["ClusterAlarms", "ClusterAlarmsProps"]

_BYTES_PER_GIB = 1024**3


class ClusterAlarmsProps(Props):
    """Props of the alarms: what they watch, the limits that hold for 15 minutes, and the topic they tell.

    name: physical name, such as `shop-production-main`; alarms are called `NAME-cpu` and so on.
    key: Terraform name prefix, such as `main`.
    identifier: the cluster's identifier.
    capacity: its bounds: a percentage of CPU or capacity is one of `max_acu`, and free memory is what an instance
        would have left at `max_acu`.
    readers: how many there are; the lag of the slowest and their CPU are watched where there is one.
    topic_arn: who is told.
    """

    name: str
    key: str
    identifier: str
    capacity: AuroraCapacity
    readers: int
    topic_arn: str
    cpu_percent: float = 80
    capacity_percent: float = 90
    free_memory_percent: float = 5
    connections_percent: float = 80
    reader_lag_ms: float = 1000


class ClusterAlarms(Construct):
    """CPU, capacity, free memory and connections of the writer; CPU and lag of readers. Outputs: `arns`.

    They follow the role, so that a failover needs no change. Storage grows by itself to what Aurora has.
    """

    def __init__(self, scope: Construct, id: str, props: ClusterAlarmsProps) -> None:
        super().__init__(scope, id)
        self._props = props
        limits = [*self._of_writer(), *(self._of_readers() if props.readers else ())]
        self.arns: tuple[str, ...] = tuple(
            limit_alarm(self, limit, name=props.name, key=props.key, topic_arn=props.topic_arn).arn for limit in limits
        )

    def _of_writer(self) -> Iterator[DatabaseLimit]:
        props, capacity = self._props, self._props.capacity
        yield self._limit("cpu", "CPUUtilization", props.cpu_percent, claim=f"CPU above {props.cpu_percent:g} %")
        claim = f"More than {props.capacity_percent:g} % of {capacity.max_acu:g} ACU in use"
        yield self._limit("capacity", "ACUUtilization", props.capacity_percent, claim=claim)
        gib = capacity.memory_gib * props.free_memory_percent / 100
        claim = f"Less than {gib:g} of {capacity.memory_gib:g} GiB of memory left to grow into"
        yield self._limit("memory", "FreeableMemory", int(gib * _BYTES_PER_GIB), claim=claim, below=True)
        connections = aurora_connections(capacity)
        limit = int(connections * props.connections_percent / 100)
        claim = f"More than {limit} of {connections} connections in use"
        yield self._limit("connections", "DatabaseConnections", limit, claim=claim)

    def _of_readers(self) -> Iterator[DatabaseLimit]:
        percent, lag = self._props.cpu_percent, self._props.reader_lag_ms
        claim = f"CPU of readers above {percent:g} %"
        yield self._limit("reader-cpu", "CPUUtilization", percent, claim=claim, role="READER")
        claim = f"Readers more than {lag:g} ms behind"
        yield self._limit("reader-lag", "AuroraReplicaLag", lag, claim=claim, role="READER")

    def _limit(
        self,
        kind: str,
        metric: str,
        threshold: float,
        *,
        claim: str,
        below: bool = False,
        role: Literal["WRITER", "READER"] = "WRITER",
    ) -> DatabaseLimit:
        return DatabaseLimit(
            kind=kind,
            metric=metric,
            dimensions={"DBClusterIdentifier": self._props.identifier, "Role": role},
            comparison="LessThanThreshold" if below else "GreaterThanThreshold",
            threshold=threshold,
            claim=claim,
            # What pauses reports nothing, and is well.
            silence="notBreaching" if self._props.capacity.pauses else "breaching",
        )
