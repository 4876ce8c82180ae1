"""A subscription that nobody can confirm stays pending, and hears nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression, is_remote
from relinfra_policies.shapes.publishing import publishers
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

ANYTHING = re.compile(r".+", re.DOTALL)
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
FITTING = {
    "application": re.compile(r"arn:.*:sns:.*"),
    "email": ADDRESS,
    "email-json": ADDRESS,
    "firehose": re.compile(r"arn:.*:firehose:.*"),
    "https": re.compile(r"https://.+"),
    "lambda": re.compile(r"arn:.*:lambda:.*"),
    "sms": re.compile(r"\+?[\d\s-]{6,}"),
    "sqs": re.compile(r"arn:.*:sqs:.*"),
}
"""What an endpoint looks like, by protocol; alerts in plain HTTP are read on their way."""


class SubscriptionCanBeConfirmed(StackRule):
    """Protocol and endpoint fit each other, the endpoint is the declared one, and no filter holds messages back."""

    policy = "CKV_RELINFRA_72"
    group = "alerting"
    claims = ("somebody_is_told",)
    title = "A subscription must have an endpoint that can confirm it, and no filter"
    category = CheckCategories.LOGGING
    level = "HIGH"
    rationale = "SNS delivers nothing to an endpoint that never confirmed, and tells nobody"
    remedy = "Set `observability.notify`"
    source = "https://docs.aws.amazon.com/sns/latest/dg/sns-create-subscribe-endpoint-to-topic.html"
    resources = ("aws_sns_topic_subscription",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether alarms, events or budgets publish to its topic, or the matrix declares it."""
        topic = stack.referred(resource.text("topic_arn"), "aws_sns_topic")
        return resource.declared("endpoint") is not None or (topic is not None and bool(publishers(topic, stack)))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it will hear everything."""
        protocol, endpoint = resource.text("protocol"), resource.text("endpoint")
        yield protocol in FITTING or resource.doubts("protocol", unread=is_expression(protocol))
        yield is_expression(endpoint) or bool(FITTING.get(protocol, ANYTHING).fullmatch(endpoint))
        yield resource.declared("endpoint") in (None, endpoint)
        yield not resource.value("filter_policy") or is_remote(resource.text("filter_policy"))


check = SubscriptionCanBeConfirmed()
