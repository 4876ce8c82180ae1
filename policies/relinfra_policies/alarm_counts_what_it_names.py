"""The average of a count is one, whatever happens."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.watched import metrics

STATED = ("stat", "statistic", "extended_statistic")
NAMESPACES = ("AWS/ApplicationELB", "AWS/ECS", "AWS/Events", "AWS/RDS", "AWS/S3", "ECS/ContainerInsights")
SUMMED = ("Sum",)
LEVEL = ("Average", "Maximum", "p")
STATISTICS = {
    "HTTPCode_Target_5XX_Count": SUMMED,
    "HTTPCode_ELB_5XX_Count": SUMMED,
    "HTTPCode_Target_4XX_Count": SUMMED,
    "TargetConnectionErrorCount": SUMMED,
    "RequestCount": SUMMED,
    "TargetResponseTime": ("p9", "tm9", "Average"),
    "HealthyHostCount": ("Minimum", "Maximum", "Average"),
    "UnHealthyHostCount": ("Minimum", "Maximum", "Average"),
    "CPUUtilization": LEVEL,
    "MemoryUtilization": LEVEL,
    "DatabaseConnections": LEVEL,
    "FreeStorageSpace": ("Average", "Minimum"),
    "FreeableMemory": ("Average", "Minimum"),
    "FailedInvocations": SUMMED,
    "Invocations": SUMMED,
    "OperationsFailedReplication": SUMMED,
}


class AlarmCountsWhatItNames(StackRule):
    """Events are summed, a response time is judged by a percentile or its mean, a level by its mean or extreme."""

    policy = "CKV_RELINFRA_29"
    group = "alerting"
    claims = ("alarms_roll_back",)
    title = "The statistic of a metric must fit what it measures"
    category = CheckCategories.LOGGING
    level = "MEDIUM"
    rationale = "The average of a count is one, whatever happens"
    remedy = "Use `Sum` for counts and a percentile for times"
    source = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html"
    resources = ("aws_cloudwatch_metric_alarm",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether each metric has its statistic."""
        for metric in metrics(resource):
            name, stat = metric.text("metric_name"), "".join(map(metric.text, STATED))
            if metric.text("namespace") in NAMESPACES and name in STATISTICS:
                yield is_expression(stat) or stat.startswith(STATISTICS[name])


check = AlarmCountsWhatItNames()
