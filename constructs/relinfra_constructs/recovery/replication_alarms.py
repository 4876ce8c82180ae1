"""Alarms of a bucket's replication.

S3 publishes how far a replica is behind in the region of the replica, also while nothing is replicated, and no longer
once the replica is gone; what failed, in the region of the source. Both need the metrics of the replication rule.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html
"""

from __future__ import annotations

from collections.abc import Mapping

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.props import Props
from relinfra_constructs.storage.bucket_replica import REPLICATION_RULE

__all__ = ["ReplicationAlarmProps", "replication_failed", "replication_late"]

_PERIOD_SECONDS = 300
_PERIODS = 3


class ReplicationAlarmProps(Props):
    """Props of an alarm: the bucket, its replica, and the topic it tells, in the region of the alarm.

    name: physical name prefix, such as `shop-production-assets`.
    key: Terraform name of the bucket, such as `assets`.
    source, replica: names of both buckets.
    topic_arn: who is told.
    """

    name: str
    key: str
    source: str
    replica: str
    topic_arn: str

    @property
    def dimensions(self) -> Mapping[str, str]:
        """The dimensions that the metrics of the replication are told apart by."""
        return {"SourceBucket": self.source, "DestinationBucket": self.replica, "RuleId": REPLICATION_RULE}


def replication_late(
    scope: Construct, props: ReplicationAlarmProps, *, limit_minutes: float
) -> aws.CloudwatchMetricAlarm:
    """Create the alarm `NAME-replication-late`, in the region of the replica: it lags, or says nothing any more."""
    return aws.CloudwatchMetricAlarm(
        scope,
        terraform_name(props.key, "replication_late"),
        alarm_name=f"{props.name}-replication-late",
        alarm_description=f"The replica is more than {limit_minutes:g} minutes behind for {_minutes()} minutes.",
        namespace="AWS/S3",
        metric_name="ReplicationLatency",
        dimensions=props.dimensions,
        statistic="Maximum",
        period=_PERIOD_SECONDS,
        evaluation_periods=_PERIODS,
        datapoints_to_alarm=_PERIODS,
        comparison_operator="GreaterThanThreshold",
        threshold=int(limit_minutes * 60),
        treat_missing_data="breaching",
        alarm_actions=[props.topic_arn],
        ok_actions=[props.topic_arn],
    )


def replication_failed(scope: Construct, props: ReplicationAlarmProps) -> aws.CloudwatchMetricAlarm:
    """Create the alarm `NAME-replication-failed`, in the region of the source: one object that failed is lost there."""
    return aws.CloudwatchMetricAlarm(
        scope,
        terraform_name(props.key, "replication_failed"),
        alarm_name=f"{props.name}-replication-failed",
        alarm_description="An object could not be replicated, and S3 does not try again by itself.",
        namespace="AWS/S3",
        metric_name="OperationsFailedReplication",
        dimensions=props.dimensions,
        statistic="Sum",
        period=_PERIOD_SECONDS,
        evaluation_periods=1,
        datapoints_to_alarm=1,
        comparison_operator="GreaterThanThreshold",
        threshold=0,
        # Nothing that failed, nothing to report.
        treat_missing_data="notBreaching",
        alarm_actions=[props.topic_arn],
        ok_actions=[props.topic_arn],
    )


def _minutes() -> int:
    return _PERIOD_SECONDS * _PERIODS // 60
