"""The way from an alarm to people: the policy of a topic, that of its key, the filters of its subscriptions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.resource import Resource
from relinfra.evidence.stage_stacks import StageStacks

__all__ = ["Admission", "admits", "closed_key", "filtered", "key_admits", "subscriptions"]

_SENDER = "cloudwatch.amazonaws."
"""How CloudWatch's name as a principal begins; its end is the partition's."""
_OF_AWS = "alias/aws/sns"
_PUBLISHES, _ENCRYPTS = "sns:publish", "kms:generatedatakey"

Admission = tuple[bool, Attribute] | None
"""Whether something is let, and what says so; None where nothing has to be."""


def admits(stage: StageStacks, topic: Resource) -> Admission:
    """Return whether the policy of a topic lets CloudWatch publish; without a policy, SNS lets the account do it."""
    policies = (one for stack in stage.stacks for one in stack.find("aws_sns_topic_policy"))
    policy = next((one for one in policies if topic in stage.output.follow(one.at("arn"))), None)
    owner = policy or (topic if topic.at("policy") else None)
    return owner and _let(owner, _PUBLISHES)


def key_admits(stage: StageStacks, topic: Resource) -> Admission:
    """Return whether CloudWatch may use the key of a topic; nothing has to let it where the topic has none of ours."""
    closed = closed_key(topic)
    if closed:
        return False, closed
    key = stage.output.follow_one(topic.at("kms_master_key_id"), "aws_kms_key")
    return _let(key, _ENCRYPTS) if key and key.at("policy") else None


def closed_key(topic: Resource) -> Attribute | None:
    """Return the key of a topic where it is the one that AWS manages for SNS, which no service of AWS may use.

    Nobody can edit its policy: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html of all services,
    https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns of CloudWatch.
    """
    named = topic.at("kms_master_key_id")
    return named if named and named.text.endswith(_OF_AWS) else None


def subscriptions(stage: StageStacks, topic: Resource) -> Iterator[Resource]:
    """Yield the subscriptions to a topic that name an endpoint."""
    for subscription in (one for stack in stage.stacks for one in stack.find("aws_sns_topic_subscription")):
        if topic in stage.output.follow(subscription.at("topic_arn")) and subscription.at("endpoint"):
            yield subscription


def filtered(found: Iterable[Resource]) -> tuple[Attribute, ...]:
    """Return the filters of subscriptions, each where it stands."""
    return tuple(one for subscription in found if (one := subscription.at("filter_policy")))


def _let(owner: Resource, action: str) -> tuple[bool, Attribute]:
    """Return whether a policy lets CloudWatch do something and nothing refuses it without a condition."""
    statements = [one for one in owner.each("policy", "Statement") if _concerns(one, action)]
    refusing = [one for one in statements if _effect(one) == "Deny" and one.at("Condition") is None]
    letting = [one for one in statements if _effect(one) == "Allow"]
    saying = (refusing or letting or [owner.root])[0]
    return bool(letting and not refusing), saying.at("Effect") or saying


def _concerns(statement: Attribute, action: str) -> bool:
    who = [*statement.each("Principal", "Service"), *statement.each("Principal", "AWS")]
    everybody = statement.at("Principal")
    names = [one.text for one in who] + ([everybody.text] if everybody else [])
    actions = (one.text.lower() for one in statement.each("Action"))
    named = any(name == "*" or name.startswith(_SENDER) for name in names)
    return named and any(fnmatchcase(action, one) for one in actions)


def _effect(statement: Attribute) -> str:
    effect = statement.at("Effect")
    return effect.text if effect else ""
