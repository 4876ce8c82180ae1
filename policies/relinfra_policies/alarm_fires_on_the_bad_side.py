"""An alarm on little free storage that fires above its threshold fires on every good day, and never on the bad one."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.watched import metrics

BAD_HIGH = {
    "ACUUtilization",
    "AuroraReplicaLag",
    "CPUUtilization",
    "CopyAge",
    "DatabaseConnections",
    "FailedInvocations",
    "HTTPCode_ELB_5XX_Count",
    "HTTPCode_Target_5XX_Count",
    "MemoryUtilization",
    "OperationsFailedReplication",
    "ReplicaLag",
    "ReplicationLatency",
    "TargetResponseTime",
    "UnHealthyHostCount",
}
BAD_LOW = {
    "BurstBalance",
    "FreeStorageSpace",
    "FreeableMemory",
    "HealthCheckStatus",
    "HealthyHostCount",
    "RunningTaskCount",
    "SuccessPercent",
}
SHARES = {"ACUUtilization", "CPUUtilization", "MemoryUtilization"}
BESIDE = {"RequestCount"}
"""What tells whether there is traffic enough to judge."""
WHOLE = 100


class AlarmFiresOnTheBadSide(StackRule):
    """Bad when high is compared from above, bad when low from below, and a share lies within 0 to 100."""

    policy = "CKV_RELINFRA_69"
    group = "alerting"
    claims = ("alarms_roll_back",)
    title = "An alarm must fire where its metric is bad"
    category = CheckCategories.LOGGING
    level = "HIGH"
    rationale = "A comparison turned round is silent in the one case it was made for"
    remedy = "Leave the comparison to `observability` and `deployment.rollback`"
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html"
    resources = ("aws_cloudwatch_metric_alarm",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it looks at one metric whose bad side is known, and tells somebody: scaling looks at both sides."""
        scales = any("scaling" in text for text in resource.strings("alarm_actions"))
        return not scales and _metric(resource) in {*BAD_HIGH, *BAD_LOW}

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether the comparison, and a share's threshold, are of that side."""
        metric, comparison = _metric(resource), resource.text("comparison_operator")
        sides = ("Greater",) if metric in BAD_HIGH else ("Less",)
        yield is_expression(comparison) or comparison.startswith(sides) or "Or" in comparison.replace("OrEqual", "")
        threshold = resource.number("threshold")
        if metric in SHARES and threshold is not None:
            yield 0 < threshold < WHOLE


def _metric(alarm: Resource) -> str:
    """Return the one metric of an alarm; the empty string where there are several."""
    names = {metric.text("metric_name") for metric in metrics(alarm)} - BESIDE
    return names.pop() if len(names) == 1 else ""


check = AlarmFiresOnTheBadSide()
