"""Silence has two meanings: nobody asks, and there is no error; nothing answers any more, and all is one."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.watched import is_declared, is_rollback_alarm, metrics

TRAFFIC = {
    "HTTPCode_ELB_5XX_Count",
    "HTTPCode_Target_5XX_Count",
    "RequestCount",
    "TargetConnectionErrorCount",
    "TargetResponseTime",
}
LIVING = {"CopyAge", "HealthCheckStatus", "HealthyHostCount", "RunningTaskCount", "SuccessPercent"}
"""What nobody measures any more where it is gone."""


class AlarmTakesSilenceForWhatItIs(StackRule):
    """Silence is calm to an alarm that judges a deployment, and failure to one on what falls silent when it is gone."""

    policy = "CKV_RELINFRA_70"
    group = "alerting"
    claims = (
        "alarms_roll_back",
        "somebody_is_told",
    )
    title = "An alarm must take silence for calm where it judges traffic, and for failure where it counts what lives"
    category = CheckCategories.LOGGING
    level = "HIGH"
    rationale = (
        "A rollback alarm that fires at night is in alarm when the release begins, and is ignored; a "
        "heartbeat that stops says nothing"
    )
    remedy = "Leave `treat_missing_data` to `observability` and `deployment.rollback`"
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html"
    resources = ("aws_cloudwatch_metric_alarm",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it judges a deployment by its traffic, or counts what lives."""
        return self._judges(resource, stack) or _counts_what_lives(resource)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether silence means what it is."""
        silence = resource.text("treat_missing_data")
        meant = "notBreaching" if self._judges(resource, stack) else "breaching"
        yield silence == meant or resource.doubts("treat_missing_data", unread=is_expression(silence))

    @staticmethod
    def _judges(alarm: Resource, stack: Stack) -> bool:
        traffic = all(metric.text("metric_name") in TRAFFIC for metric in metrics(alarm))
        return traffic and (is_declared(alarm) or is_rollback_alarm(alarm, stack))


def _counts_what_lives(alarm: Resource) -> bool:
    names = {metric.text("metric_name") for metric in metrics(alarm)}
    return bool(names) and names <= LIVING


check = AlarmTakesSilenceForWhatItIs()
