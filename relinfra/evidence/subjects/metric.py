"""The subject of a set of CloudWatch metrics, and the unit in which people speak of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Measured", "Subject", "subject_of"]


class Measured(NamedTuple):
    """Numbers with the unit in which people speak of them, and how they were brought there."""

    values: tuple[float, ...]
    unit: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing watched: the metrics that tell of it, the deciding one first.

    A threshold in the metric's own unit `given`, times `factor`, is in `unit`.
    """

    name: str
    metrics: tuple[str, ...]
    unit: str = ""
    given: str = ""
    factor: float = 1

    def measured(self, *values: float) -> Measured:
        """Return thresholds in the metric's own unit as people say them, all in one unit."""
        if self.factor == 1:
            return Measured(values, self.unit)
        if self.given == "seconds" and all(value and value % _SECONDS_PER_DAY == 0 for value in values):
            return Measured(tuple(int(value // _SECONDS_PER_DAY) for value in values), "days", "seconds_to_days")
        scaled = (round(value * self.factor, 6) for value in values)
        exact = tuple(int(value) if float(value).is_integer() else value for value in scaled)
        return Measured(exact, self.unit, f"{self.given}_to_{self.unit}")


_GIB = 1 / 2**30
_SECONDS_PER_DAY = 24 * 60 * 60

_KNOWN = (
    Subject("error_rate", ("HTTPCode_Target_5XX_Count", "RequestCount"), "percent"),
    Subject("refused", ("HTTPCode_ELB_5XX_Count", "RequestCount"), "percent"),
    Subject("p95_latency", ("TargetResponseTime",), "ms", "seconds", 1000),
    Subject("unhealthy_hosts", ("UnHealthyHostCount",)),
    Subject("healthy_hosts", ("HealthyHostCount",)),
    Subject("missing_tasks", ("DesiredTaskCount", "RunningTaskCount")),
    Subject("running_tasks", ("RunningTaskCount",)),
    Subject("restarts", ("Invocations",)),
    Subject("cpu", ("CPUUtilization",), "percent"),
    Subject("memory", ("MemoryUtilization",), "percent"),
    Subject("free_storage", ("FreeStorageSpace",), "GiB", "bytes", _GIB),
    Subject("free_memory", ("FreeableMemory",), "MiB", "bytes", 1 / 2**20),
    Subject("check_success", ("SuccessPercent",), "percent"),
    Subject("check_duration", ("Duration",), "ms"),
    Subject("capacity", ("ACUUtilization",), "percent"),
    Subject("reader_lag", ("AuroraReplicaLag",), "ms"),
    Subject("replica_lag", ("ReplicaLag",), "minutes", "seconds", 1 / 60),
    Subject("failed_deliveries", ("FailedInvocations",)),
    Subject("copy_age", ("CopyAge",), "minutes", "seconds", 1 / 60),
    Subject("replication_lag", ("ReplicationLatency",), "minutes", "seconds", 1 / 60),
    Subject("failed_replications", ("OperationsFailedReplication",)),
    Subject("connections", ("DatabaseConnections",)),
)


def subject_of(metrics: set[str]) -> Subject:
    """Return what an alarm over these metrics watches; an unknown set is named by its metrics."""
    for subject in _KNOWN:
        if metrics.issuperset(subject.metrics):
            return subject
    return Subject(" + ".join(sorted(metrics)), tuple(sorted(metrics)))
