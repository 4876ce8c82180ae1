"""A threshold is the promise of a release: beyond it ECS turns back."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.watched import is_declared, window_minutes

ABOVE = ("GreaterThanThreshold", "GreaterThanOrEqualToThreshold")


class RollbackAlarmHoldsItsThreshold(StackRule):
    """The threshold and the minutes, each of them, are those that the matrix declares; above, not below, is bad."""

    policy = "CKV_RELINFRA_27"
    group = "rollback alarms"
    claims = ("alarms_roll_back",)
    title = "An alarm must fire at the declared threshold, after the declared minutes"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "HIGH"
    rationale = "A threshold is the promise of a release: beyond it ECS turns back"
    remedy = "Set `deployment.rollback` of the service"
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html"
    resources = ("aws_cloudwatch_metric_alarm",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the matrix declares a threshold of it."""
        return is_declared(resource)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether threshold, comparison and minutes are those."""
        percent, latency = resource.declared("error_rate_percent"), resource.declared("p95_latency_ms")
        threshold = resource.number("threshold")
        yield threshold == (latency / 1000 if percent is None else percent)
        yield resource.text("comparison_operator") in ABOVE
        window = window_minutes(resource)
        yield window == resource.declared_number("evaluation_minutes", window)
        yield resource.number("datapoints_to_alarm") in (None, resource.number("evaluation_periods"))


check = RollbackAlarmHoldsItsThreshold()
