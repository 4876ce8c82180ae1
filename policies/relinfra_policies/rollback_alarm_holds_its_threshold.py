"""A threshold is the promise of a release: beyond it ECS turns back."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.watched import window_minutes

ABOVE = ("GreaterThanThreshold", "GreaterThanOrEqualToThreshold")


class RollbackAlarmHoldsItsThreshold(StackRule):
    """The threshold and the minutes are those that the matrix declares; above them, not below, is bad."""

    policy = "CKV_RELINFRA_27"
    group = "rollback alarms"
    title = "A rollback alarm must fire at the declared threshold, within the declared minutes"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "HIGH"
    rationale = "A threshold is the promise of a release: beyond it ECS turns back"
    remedy = "Set `deployment.rollback` of the service"
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html"
    resources = ("aws_cloudwatch_metric_alarm",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the matrix declares a threshold of it."""
        return any(resource.declared(name) is not None for name in ("error_rate_percent", "p95_latency_ms"))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether threshold, comparison and minutes are those."""
        percent, latency = resource.declared("error_rate_percent"), resource.declared("p95_latency_ms")
        threshold = resource.number("threshold")
        yield threshold == (latency / 1000 if percent is None else percent)
        yield resource.text("comparison_operator") in ABOVE
        yield window_minutes(resource) <= resource.declared_number("evaluation_minutes", 0)


check = RollbackAlarmHoldsItsThreshold()
