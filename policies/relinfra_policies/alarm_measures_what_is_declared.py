"""A threshold of 2 % means nothing beside a metric that counts something else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.watched import is_declared, metrics

NAMESPACE = "AWS/ApplicationELB"
UNITS = ("", "Count", "Seconds")
ERRORS = {"HTTPCode_Target_5XX_Count", "RequestCount"}
TIME = "TargetResponseTime"
SHARE = re.compile(r"\b100\s*\*.*/|/.*\*\s*100\b")
"""A share in percent: something divided, a hundred times."""
SCALED = re.compile(r"\b1000\b")
"""Seconds made milliseconds: the threshold is in seconds."""


class AlarmMeasuresWhatIsDeclared(StackRule):
    """An alarm of a declared share of errors, or response time, measures that: metric, statistic, unit, formula."""

    policy = "CKV_RELINFRA_68"
    group = "rollback alarms"
    claims = ("alarms_roll_back",)
    title = "An alarm must measure what its threshold is declared of, in the same unit"
    category = CheckCategories.LOGGING
    level = "HIGH"
    rationale = "A number is kept while what it is compared with has changed"
    remedy = "Leave the metrics to `deployment.rollback` and `observability.alerts`"
    source = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html"
    resources = ("aws_cloudwatch_metric_alarm",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the matrix declares what it promises."""
        return is_declared(resource)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it measures that."""
        read = list(metrics(resource))
        names = {metric.text("metric_name") for metric in read}
        compared = (one for one in resource.blocks("metric_query") if one.flag("return_data"))
        formula = "".join(one.text("expression") for one in compared)
        yield all(metric.text("namespace") == NAMESPACE for metric in read)
        yield all(metric.text("unit") in UNITS for metric in read)
        if resource.declared("error_rate_percent") is not None:
            yield names >= ERRORS
            yield bool(SHARE.search(formula))
        else:
            times = [metric for metric in read if metric.text("metric_name") == TIME]
            yield bool(times) and all("p95" in (one.text("stat"), one.text("extended_statistic")) for one in times)
            yield not SCALED.search(formula)


check = AlarmMeasuresWhatIsDeclared()
