"""A composite alarm carries the word of many."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.watched import is_watched


class CompositeAlarmTells(StackRule):
    """It is enabled, names a rule that can be true, and has an action or is part of another."""

    policy = "CKV_RELINFRA_32"
    group = "alerting"
    title = "A composite alarm must have a rule, and an action that is enabled"
    category = CheckCategories.LOGGING
    level = "HIGH"
    rationale = "A composite alarm carries the word of many"
    remedy = "Leave composite alarms to `observability`"
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-combining.html"
    resources = ("aws_cloudwatch_composite_alarm",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it tells."""
        rule = resource.text("alarm_rule")
        yield "ALARM(" in rule
        yield resource.flag("actions_enabled") is not False
        yield bool(resource.strings("alarm_actions")) or is_watched(resource, stack)


check = CompositeAlarmTells()
