"""A metric of a database, and the value at which it is trouble."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.props import Props

__all__ = ["DatabaseLimit", "limit_alarm", "replica_lag"]

_PERIOD_SECONDS = 300
_PERIODS = 3


class DatabaseLimit(Props):
    """A limit that must not be crossed for 15 minutes.

    kind: the end of the alarm's name, such as `cpu`.
    metric, dimensions: in the namespace AWS/RDS; averaged over 5 minutes.
    comparison, threshold: when it is trouble, in the metric's own unit.
    claim: the same in words.
    silence: what no data means: `breaching` by default, since a database that reports nothing is not well.
    """

    kind: str
    metric: str
    dimensions: Mapping[str, str]
    comparison: Literal["GreaterThanThreshold", "LessThanThreshold"]
    threshold: float
    claim: str
    silence: Literal["breaching", "notBreaching"] = "breaching"


def limit_alarm(
    scope: Construct, limit: DatabaseLimit, *, name: str, key: str, topic_arn: str
) -> aws.CloudwatchMetricAlarm:
    """Create the alarm `NAME-KIND` as `aws_cloudwatch_metric_alarm.KEY_KIND`, which tells the topic."""
    return aws.CloudwatchMetricAlarm(
        scope,
        terraform_name(key, limit.kind),
        alarm_name=f"{name}-{limit.kind}",
        alarm_description=f"{limit.claim} for {_PERIOD_SECONDS * _PERIODS // 60} minutes.",
        namespace="AWS/RDS",
        metric_name=limit.metric,
        dimensions=limit.dimensions,
        statistic="Average",
        period=_PERIOD_SECONDS,
        evaluation_periods=_PERIODS,
        datapoints_to_alarm=_PERIODS,
        comparison_operator=limit.comparison,
        threshold=limit.threshold,
        treat_missing_data=limit.silence,
        alarm_actions=[topic_arn],
        ok_actions=[topic_arn],
    )


def replica_lag(identifier: str, minutes: float) -> DatabaseLimit:
    """Return that a read replica is further behind its original than so many minutes."""
    return DatabaseLimit(
        kind="replica-lag",
        metric="ReplicaLag",
        dimensions={"DBInstanceIdentifier": identifier},
        comparison="GreaterThanThreshold",
        threshold=int(minutes * 60),
        claim=f"More than {minutes:g} minutes behind the database it follows",
    )
