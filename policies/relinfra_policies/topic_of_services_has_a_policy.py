"""Without a policy of its own, a topic admits its account and no service."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.publishing import CLOUDWATCH, publishers
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class TopicOfServicesHasAPolicy(StackRule):
    """A topic that EventBridge, budgets or other services tell has a policy; alarms alone do without."""

    policy = "CKV_RELINFRA_74"
    group = "alerting"
    claims = ("somebody_is_told",)
    title = "A topic that services publish to must have a policy"
    category = CheckCategories.LOGGING
    level = "HIGH"
    rationale = (
        "The policy that SNS gives a topic admits nobody but the account: messages of services are refused, "
        "without an error"
    )
    remedy = "Leave the topic to `observability.notify`"
    source = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html"
    resources = ("aws_sns_topic",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether a service beside CloudWatch publishes to it."""
        return bool(publishers(resource, stack) - {CLOUDWATCH})

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether there is a policy."""
        attached = stack.referring(resource, "arn", "aws_sns_topic_policy")
        yield resource.value("policy") is not None or any(True for _ in attached)


check = TopicOfServicesHasAPolicy()
