"""A topic that admits nobody loses every message, without an error."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.documents import is_unread, services, statements
from relinfra_policies.shapes.publishing import EVENTS, admits, publishers
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class TopicAdmitsPublishers(StackRule):
    """The policy of a topic admits each service that publishes, for what it acts for, and not the world."""

    policy = "CKV_RELINFRA_56"
    group = "alerting"
    claims = ("failed_restart_is_told", "somebody_is_told")
    title = "The policy of a topic must admit each service that publishes to it, and not the world"
    category = CheckCategories.LOGGING
    level = "HIGH"
    rationale = "A topic that admits nobody loses every message, without an error"
    remedy = "Leave the topic to `observability.notify`"
    source = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html"
    resources = ("aws_sns_topic", "aws_sns_topic_policy")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it has a policy, and somebody tells it something."""
        return resource.value("policy") is not None and bool(publishers(_topic(resource, stack), stack))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether each is admitted, and each rule of events by its name."""
        topic, document = _topic(resource, stack), resource.value("policy")
        for service in sorted(publishers(topic, stack)):
            for source in _rules(topic, stack) if service == EVENTS else (None,):
                yield admits(document, service, "sns:Publish", source) or resource.doubts(
                    "policy", unread=is_unread(document)
                )
        allowed = [one for one in statements(document) if one.get("Effect") == "Allow"]
        yield not any("*" in services(one) and not one.get("Condition") for one in allowed)


def _topic(resource: Resource, stack: Stack) -> Resource:
    """Return the topic that a policy is of; the topic itself where it bears its own."""
    return stack.referred(resource.text("arn"), "aws_sns_topic") or resource


def _rules(topic: Resource, stack: Stack) -> Iterator[Resource | None]:
    """Yield the event rules that lead to a topic."""
    policies = stack.referring(topic, "arn", "aws_sns_topic_policy")
    for place in (topic, *policies):
        for target in stack.referring(place, "arn", "aws_cloudwatch_event_target"):
            yield stack.referred(target.text("rule"), "aws_cloudwatch_event_rule")


check = TopicAdmitsPublishers()
