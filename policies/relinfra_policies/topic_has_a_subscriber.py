"""A topic without a subscriber is where alerts end."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.watched import ALARMS


class TopicHasASubscriber(StackRule):
    """Somebody subscribes, with an endpoint, and no filter holds messages back."""

    policy = "CKV_RELINFRA_33"
    group = "alerting"
    title = "An SNS topic that alarms publish to must have an unfiltered subscriber"
    category = CheckCategories.LOGGING
    level = "HIGH"
    rationale = "A topic without a subscriber is where alerts end"
    remedy = "Set `observability.notify`"
    source = "https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering.html"
    resources = ("aws_sns_topic",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether an alarm of the stack tells it."""
        policies = stack.referring(resource, "arn", "aws_sns_topic_policy")
        return any(True for one in (resource, *policies) for _ in stack.referring(one, "alarm_actions", *ALARMS))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether somebody hears everything."""
        subscribed = list(stack.referring(resource, "topic_arn", "aws_sns_topic_subscription"))
        heard = [one for one in subscribed if one.text("endpoint")]
        yield len(heard) >= resource.declared_number("subscribers", 1)
        yield not any(one.value("filter_policy") for one in subscribed)


check = TopicHasASubscriber()
