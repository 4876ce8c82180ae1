"""What wakes somebody up about a database."""

from __future__ import annotations

from dataclasses import dataclass

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.naming import terraform_name

__all__ = ["DatabaseAlarms", "DatabaseAlarmsProps"]

_PERIOD_SECONDS = 300
_PERIODS = 3
_BYTES_PER_GIB = 1024**3


@dataclass(frozen=True, kw_only=True)
class DatabaseAlarmsProps:
    """What is watched, from where on for 15 minutes it is trouble, and who is told.

    name: physical name, such as `shop-production-main`; alarms are called `NAME-cpu` and so on.
    key: Terraform name prefix, such as `main`.
    identifier: the instance's identifier.
    storage_gib: allocated storage; less than `free_storage_percent` of it free is trouble. RDS grows storage
        at 10 % by itself where it may, so that still being there means it could not.
    maximum_connections: what PostgreSQL accepts; None where that is not known, and then nothing watches it.
    topic_arn: who is told.
    """

    name: str
    key: str
    identifier: str
    storage_gib: int
    topic_arn: str
    maximum_connections: int | None = None
    cpu_percent: float = 80
    free_storage_percent: float = 10
    connections_percent: float = 80


class DatabaseAlarms(Construct):
    """CPU, free storage and connections of one RDS instance. Outputs: `arns`."""

    def __init__(self, scope: Construct, id: str, props: DatabaseAlarmsProps) -> None:
        super().__init__(scope, id)
        self._props = props
        alarms = [self._cpu(), self._storage()]
        if props.maximum_connections is not None:
            alarms.append(self._connections(props.maximum_connections))
        self.arns: tuple[str, ...] = tuple(alarm.arn for alarm in alarms)

    def _cpu(self) -> aws.CloudwatchMetricAlarm:
        percent = self._props.cpu_percent
        return self._alarm("cpu", "CPUUtilization", "GreaterThanThreshold", percent, f"CPU above {percent:g} %")

    def _storage(self) -> aws.CloudwatchMetricAlarm:
        gib = self._props.storage_gib * self._props.free_storage_percent / 100
        return self._alarm(
            "storage",
            "FreeStorageSpace",
            "LessThanThreshold",
            int(gib * _BYTES_PER_GIB),
            f"Less than {gib:g} GiB of storage free",
        )

    def _connections(self, maximum: int) -> aws.CloudwatchMetricAlarm:
        limit = int(maximum * self._props.connections_percent / 100)
        return self._alarm(
            "connections",
            "DatabaseConnections",
            "GreaterThanThreshold",
            limit,
            f"More than {limit} of about {maximum} connections in use",
        )

    def _alarm(
        self, kind: str, metric: str, comparison: str, threshold: float, claim: str
    ) -> aws.CloudwatchMetricAlarm:
        props = self._props
        return aws.CloudwatchMetricAlarm(
            self,
            terraform_name(props.key, kind),
            alarm_name=f"{props.name}-{kind}",
            alarm_description=f"{claim} for {_PERIOD_SECONDS * _PERIODS // 60} minutes.",
            namespace="AWS/RDS",
            metric_name=metric,
            dimensions={"DBInstanceIdentifier": props.identifier},
            statistic="Average",
            period=_PERIOD_SECONDS,
            evaluation_periods=_PERIODS,
            datapoints_to_alarm=_PERIODS,
            comparison_operator=comparison,
            threshold=threshold,
            # A database that reports nothing is not well.
            treat_missing_data="breaching",
            alarm_actions=[props.topic_arn],
            ok_actions=[props.topic_arn],
        )
