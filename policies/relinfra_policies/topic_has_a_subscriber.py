"""A topic without a subscriber is where alerts end."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_remote
from relinfra_policies.shapes.publishing import publishers
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class TopicHasASubscriber(StackRule):
    """Somebody subscribes, with an endpoint, and no filter holds messages back."""

    policy = "CKV_RELINFRA_33"
    group = "alerting"
    claims = ("somebody_is_told",)
    title = "An SNS topic that somebody publishes to must have as many unfiltered subscribers as declared"
    category = CheckCategories.LOGGING
    level = "HIGH"
    rationale = "A topic without a subscriber is where alerts end"
    remedy = "Set `observability.notify`"
    source = "https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering.html"
    resources = ("aws_sns_topic",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether something of the stack tells it."""
        return bool(publishers(resource, stack))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether somebody hears everything."""
        subscribed = list(stack.referring(resource, "topic_arn", "aws_sns_topic_subscription"))
        heard = [one for one in subscribed if one.text("endpoint")]
        yield len(heard) >= resource.declared_number("subscribers", 1)
        yield not any(one.value("filter_policy") and not is_remote(one.text("filter_policy")) for one in subscribed)


check = TopicHasASubscriber()
