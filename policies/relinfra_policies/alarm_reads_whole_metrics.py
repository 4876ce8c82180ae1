"""A metric with half of its dimensions is another metric, or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.watched import metrics

NEEDED = {
    "AWS/ApplicationELB": ({"LoadBalancer"},),
    "AWS/ECS": ({"ClusterName", "ServiceName"}, {"ClusterName"}),
    "ECS/ContainerInsights": ({"ClusterName", "ServiceName"}, {"ClusterName"}),
    "AWS/RDS": ({"DBInstanceIdentifier"}, {"DBClusterIdentifier"}),
    "AWS/Events": ({"RuleName"}, {"EventBusName"}),
    "AWS/S3": ({"SourceBucket", "DestinationBucket", "RuleId"}, {"BucketName"}),
}
"""The dimensions without which a metric of a namespace is of everything or of nothing."""

COMMON = ("LoadBalancer", "ClusterName", "ServiceName", "DBInstanceIdentifier")
"""Dimensions that say whose metrics an alarm reads: it reads those of one."""

MINUTE = 60


class AlarmReadsWholeMetrics(StackRule):
    """Each metric of an alarm has the dimensions of its namespace, those beside it alike, and one period."""

    policy = "CKV_RELINFRA_155"
    group = "alerting"
    claims = ("somebody_is_told",)
    title = (
        "Each metric of an alarm must have the dimensions of its namespace, as those beside it, and one period of "
        "whole minutes"
    )
    category = CheckCategories.LOGGING
    level = "HIGH"
    rationale = (
        "CloudWatch finds no data for a metric with dimensions that AWS does not publish, and never says so; "
        "periods that differ compare a minute with two"
    )
    remedy = "Leave alarms to `observability.alerts`"
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#Dimension"
    resources = ("aws_cloudwatch_metric_alarm",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it reads whole metrics."""
        read = list(metrics(resource))
        for metric in read:
            wanted = NEEDED.get(metric.text("namespace"))
            yield wanted is None or any(_names(metric) >= one for one in wanted)
        for name in COMMON:
            yield len({metric.block("dimensions").text(name) for metric in read} - {""}) <= 1
        periods = {metric.number("period") for metric in read} - {None}
        yield len(periods) <= 1 and all(period and period % MINUTE == 0 for period in periods)
        if any(one.strings("ok_actions") for one in stack.of(self.resources[0]) if one is not resource):
            yield set(resource.strings("ok_actions")) == set(resource.strings("alarm_actions"))


def _names(metric: Block) -> set[str]:
    dimensions = metric.value("dimensions")
    return {name for name in dimensions if not name.startswith("__")} if isinstance(dimensions, Mapping) else set()


check = AlarmReadsWholeMetrics()
