"""A composite alarm carries the word of many."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.composite import CompositeRule
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.watched import ALARMS, reaches, tells_as_declared


class CompositeAlarmTells(StackRule):
    """It is enabled, unsuppressed, fires with each of its alarms alone, and acts or is part of one that does."""

    policy = "CKV_RELINFRA_32"
    group = "alerting"
    claims = (
        "somebody_is_told",
        "failed_restart_is_told",
    )
    title = "A composite alarm must fire with each of its alarms alone, and act unsuppressed"
    category = CheckCategories.LOGGING
    level = "HIGH"
    rationale = "A composite alarm carries the word of many"
    remedy = "Leave composite alarms to `observability`"
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm.html"
    resources = ("aws_cloudwatch_composite_alarm",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it tells."""
        yield resource.flag("actions_enabled") is not False
        yield not resource.blocks("actions_suppressor") and not resource.text("actions_suppressor")
        yield reaches(resource, stack)
        yield tells_as_declared(resource)
        text = resource.text("alarm_rule")
        rule = CompositeRule.read(text)
        if rule is None:
            yield resource.doubts("alarm_rule", unread=is_expression(text))
            return
        yield bool(rule.names)
        for name in rule.names:
            yield stack.exists(name)
            yield rule.fires_with(partial(_is_same, stack, name))


def _is_same(stack: Stack, name: str, other: str) -> bool:
    """Return whether two texts name one alarm; those of other stacks are told apart by their text."""
    return name == other or (stack.referred(name, *ALARMS) or name) is stack.referred(other, *ALARMS)


check = CompositeAlarmTells()
