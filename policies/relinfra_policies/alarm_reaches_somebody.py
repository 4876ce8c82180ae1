"""An alarm that tells nobody and stops nothing is a graph."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.watched import is_watched


class AlarmReachesSomebody(StackRule):
    """It has an action of its own, a deployment or a composite alarm looks at it, or a health check follows it."""

    policy = "CKV_RELINFRA_31"
    group = "alerting"
    title = "A metric alarm must have an action, or be watched by a deployment or a composite alarm"
    category = CheckCategories.LOGGING
    level = "HIGH"
    rationale = "An alarm that tells nobody and stops nothing is a graph"
    remedy = "Set `observability.notify`, or name it in a deployment or a composite alarm"
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html"
    resources = ("aws_cloudwatch_metric_alarm",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether something happens when it fires."""
        yield bool(resource.strings("alarm_actions")) or is_watched(resource, stack)


check = AlarmReachesSomebody()
