"""A topic that admits nobody loses every message, without an error."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.documents import services, statements
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.watched import ALARMS


class TopicAdmitsPublishers(StackRule):
    """The policy of a topic with alarms admits CloudWatch, and nobody without a condition."""

    policy = "CKV_RELINFRA_56"
    group = "alerting"
    title = "The policy of a topic that alarms tell must admit CloudWatch"
    category = CheckCategories.LOGGING
    level = "HIGH"
    rationale = "A topic that admits nobody loses every message, without an error"
    remedy = "Leave the topic to `observability.notify`"
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/US_SetupSNS.html"
    resources = ("aws_sns_topic_policy",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether alarms tell it."""
        return any(True for _ in stack.referring(resource, "alarm_actions", *ALARMS))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether alarms are admitted."""
        allowed = [one for one in statements(resource.value("policy")) if one.get("Effect") == "Allow"]
        yield any("cloudwatch.amazonaws.com" in services(one) for one in allowed)
        yield not any("*" in services(one) and not one.get("Condition") for one in allowed)


check = TopicAdmitsPublishers()
