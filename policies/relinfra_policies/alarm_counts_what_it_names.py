"""The average of a count is one, whatever happens."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.watched import metrics

STATED = ("stat", "statistic", "extended_statistic")
STATISTICS = {
    "HTTPCode_Target_5XX_Count": ("Sum",),
    "HTTPCode_ELB_5XX_Count": ("Sum",),
    "RequestCount": ("Sum",),
    "TargetResponseTime": ("p9", "tm9", "Average"),
}


class AlarmCountsWhatItNames(StackRule):
    """Counts are summed, and a response time is judged by a percentile or its mean."""

    policy = "CKV_RELINFRA_29"
    group = "alerting"
    title = "The statistic of a load balancer metric must fit what it counts"
    category = CheckCategories.LOGGING
    level = "MEDIUM"
    rationale = "The average of a count is one, whatever happens"
    remedy = "Use `Sum` for counts and a percentile for times"
    source = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html"
    resources = ("aws_cloudwatch_metric_alarm",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether each metric has its statistic."""
        for metric in metrics(resource):
            name, stat = (
                metric.text("metric_name"),
                "".join(map(metric.text, ("stat", "statistic", "extended_statistic"))),
            )
            if metric.text("namespace") == "AWS/ApplicationELB" and name in STATISTICS:
                yield stat.startswith(STATISTICS[name])


check = AlarmCountsWhatItNames()
