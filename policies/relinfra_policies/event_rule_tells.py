"""An event rule that is off, or leads nowhere, is a message that nobody sends."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

OFF = ("DISABLED",)


class EventRuleTells(StackRule):
    """It is enabled, listens to something, and has a target that exists."""

    policy = "CKV_RELINFRA_71"
    group = "alerting"
    claims = ("failed_restart_is_told",)
    title = "An event rule must be enabled, listen, and have a target"
    category = CheckCategories.LOGGING
    level = "HIGH"
    rationale = "What a rule was to tell, or to start, does not happen, and nothing says so"
    remedy = "Leave event rules to `observability` and the services' `secrets`"
    source = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule.html"
    resources = ("aws_cloudwatch_event_rule",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it is on, and something follows."""
        yield resource.text("state") not in OFF
        yield resource.flag("is_enabled") is not False
        yield bool(resource.value("event_pattern") or resource.text("schedule_expression"))
        targets = list(stack.referring(resource, "rule", "aws_cloudwatch_event_target"))
        yield bool(targets)
        for target in targets:
            yield stack.exists(target.text("arn"))


check = EventRuleTells()
