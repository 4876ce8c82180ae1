"""An alarm that cannot fire is worse than none: everybody trusts it."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.watched import metrics

SHORT = (10, 20, 30)
MINUTE, HOUR, DAY, WEEK = 60, 3_600, 86_400, 604_800
"""Seconds. An alarm looks back a day, or a week by periods of an hour and longer.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
"""


class AlarmCanFire(StackRule):
    """As many bad periods are asked for as are looked at or fewer, of lengths that CloudWatch takes; actions are on."""

    policy = "CKV_RELINFRA_28"
    group = "alerting"
    claims = ("alarms_roll_back", "somebody_is_told")
    title = "A metric alarm must be able to fire, and its actions be enabled"
    category = CheckCategories.LOGGING
    level = "HIGH"
    rationale = "An alarm that cannot fire is worse than none: everybody trusts it"
    remedy = "Set `datapoints_to_alarm` to no more than `evaluation_periods`, and leave `actions_enabled` on"
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html"
    resources = ("aws_cloudwatch_metric_alarm",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it can."""
        periods = resource.number("evaluation_periods") or 0
        points = resource.number("datapoints_to_alarm")
        yield periods >= 1
        yield points is None or 1 <= points <= periods
        yield resource.flag("actions_enabled") is not False
        for metric in metrics(resource):
            length = metric.number("period")
            yield length is None or length in SHORT or (length >= MINUTE and length % MINUTE == 0)
            yield length is None or length * periods <= (DAY if length < HOUR else WEEK)


check = AlarmCanFire()
