"""Alerts that are events: rules of EventBridge that publish to a topic."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.alarm import EventAlert
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.resource import Resource
from relinfra.evidence.stage_stacks import StageStacks
from relinfra.evidence.subjects.alarm import topic_of
from relinfra.evidence.subjects.topic import closed_key

__all__ = ["alerts_of", "collect"]

_SENDER = "events."
_SOURCE, _TOPIC = "aws:SourceArn", "kms:EncryptionContext:aws:sns:topicArn"


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect every rule that publishes to a topic: what of, to which, and whether the topic takes it."""
    for rule, topic in _publishing(stage):
        own = recorder.one(Stage.event_alerts, rule.name)
        own.read(rule)
        state = rule.at("state")
        if state:
            own.add(EventAlert.enabled, state.text != "DISABLED", state)
        own.take(EventAlert.topic, topic.at("name"))
        _events(rule, own)
        _admitted(stage, rule, topic, own)


def alerts_of(stage: StageStacks, path: str) -> Iterator[Resource]:
    """Yield the rules that publish to a topic and hear of a resource, by the end of its ARN after the account."""
    for rule, _ in stage.remember("publishing rules", lambda: tuple(_publishing(stage))):
        if any(_hears(one, path) for one in rule.each("event_pattern", "resources")):
            yield rule


def _hears(listed: Attribute, path: str) -> bool:
    prefix = listed.at("prefix")
    return path.startswith(prefix.text.split(":", 5)[-1]) if prefix else listed.text.endswith(f":{path}")


def _publishing(stage: StageStacks) -> Iterator[tuple[Resource, Resource]]:
    """Yield each rule with the topic that it publishes to."""
    for target in stage.find("aws_cloudwatch_event_target"):
        arn = target.at("arn")
        topic = topic_of(stage, arn) if arn else None
        rule = stage.output.follow_one(target.at("rule"), "aws_cloudwatch_event_rule")
        if rule and topic:
            yield rule, topic


def _events(rule: Resource, recorder: Recorder) -> None:
    """Collect what kind of event the rule hears, and which outcomes of it."""
    recorder.take(EventAlert.source, next(iter(rule.each("event_pattern", "source")), None))
    detail = rule.at("event_pattern", "detail")
    outcomes = [one for name in ("Status", "eventName", "state") if detail for one in detail.each(name)]
    if outcomes:
        recorder.add(EventAlert.outcomes, tuple(one.text for one in outcomes), *outcomes)


def _admitted(stage: StageStacks, rule: Resource, topic: Resource, recorder: Recorder) -> None:
    """Collect whether the policy of the topic and that of its key let EventBridge publish for this rule."""
    policies = [one for one in stage.find("aws_sns_topic_policy") if topic in stage.output.follow(one.at("arn"))]
    letting = [found for policy in policies for found in _letting(policy, rule, ("ArnEquals", "ArnLike"), _SOURCE)]
    recorder.add(EventAlert.admitted, bool(letting), *(letting[:1] or [rule.root]), how="place")
    key = stage.output.follow_one(topic.at("kms_master_key_id"), "aws_kms_key")
    if closed := closed_key(topic):
        recorder.add(EventAlert.key_admits, False, closed, how="place")
    if key:
        using = list(_letting(key, topic, ("StringEquals", "ArnLike"), _TOPIC))
        recorder.add(EventAlert.key_admits, bool(using), *(using[:1] or [key.root]), how="place")


def _letting(owner: Resource, named: Resource, operators: tuple[str, ...], key: str) -> Iterator[Attribute]:
    """Yield the principal of each statement of a policy that lets EventBridge in, for `named` alone or for all.

    Under a condition on anything else it is not let in: an encrypted topic tells no other key of IAM.
    """
    name = named.at("name")
    allowing = (
        one for one in owner.each("policy", "Statement") if (effect := one.at("Effect")) and effect.text == "Allow"
    )
    for statement in allowing:
        for principal in statement.each("Principal", "Service"):
            if not principal.text.startswith(_SENDER):
                continue
            asked = [one for operator in operators for one in statement.each("Condition", operator, key)]
            if statement.at("Condition") is None or any(name and _ends(one.text, name.text) for one in asked):
                yield principal


def _ends(arn: str, name: str) -> bool:
    return arn.endswith((f":{name}", f":rule/{name}"))
