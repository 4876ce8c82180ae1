"""What a set of CloudWatch metrics is about, and in which unit people speak of it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Subject", "subject_of"]


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing watched. A threshold in the metric's own unit `given`, times `factor`, is in `unit`."""

    name: str
    unit: str = ""
    given: str = ""
    factor: float = 1


_GIB = 1 / 2**30

_KNOWN = (
    ({"HTTPCode_Target_5XX_Count", "RequestCount"}, Subject("error_rate", "percent")),
    ({"TargetResponseTime"}, Subject("p95_latency", "ms", "seconds", 1000)),
    ({"UnHealthyHostCount"}, Subject("unhealthy_hosts")),
    ({"HealthyHostCount"}, Subject("healthy_hosts")),
    ({"CPUUtilization"}, Subject("cpu", "percent")),
    ({"MemoryUtilization"}, Subject("memory", "percent")),
    ({"FreeStorageSpace"}, Subject("free_storage", "GiB", "bytes", _GIB)),
    ({"FreeableMemory"}, Subject("free_memory", "MiB", "bytes", 1 / 2**20)),
    ({"SuccessPercent"}, Subject("check_success", "percent")),
    ({"Duration"}, Subject("check_duration", "ms")),
    ({"ACUUtilization"}, Subject("capacity", "percent")),
    ({"AuroraReplicaLag"}, Subject("reader_lag", "ms")),
    ({"ReplicaLag"}, Subject("replica_lag", "minutes", "seconds", 1 / 60)),
    ({"DatabaseConnections"}, Subject("connections", "connections")),
)


def subject_of(metrics: set[str]) -> Subject:
    """Return what an alarm over these metrics watches; an unknown set is named by its metrics."""
    for needed, subject in _KNOWN:
        if needed <= metrics:
            return subject
    return Subject(" + ".join(sorted(metrics)))
