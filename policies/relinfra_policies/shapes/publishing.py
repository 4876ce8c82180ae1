"""Publishing to topics: which services of AWS tell a topic something, and whether a policy admits them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.documents import listed, services, statements
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.watched import ALARMS

__all__ = ["CLOUDWATCH", "EVENTS", "admits", "publishers"]

CLOUDWATCH = "cloudwatch.amazonaws.com"
EVENTS = "events.amazonaws.com"
TOPICS = ("aws_sns_topic", "aws_sns_topic_policy")
STATES = ("alarm_actions", "ok_actions", "insufficient_data_actions")
NAMED = {
    "aws_cloudwatch_event_target": (EVENTS, "arn"),
    "aws_db_event_subscription": ("events.rds.amazonaws.com", "sns_topic"),
    "aws_backup_vault_notifications": ("backup.amazonaws.com", "sns_topic_arn"),
}
"""Resources that name a topic in an argument, with the service that publishes for them."""
NESTED = {
    "aws_budgets_budget": ("budgets.amazonaws.com", "notification", "subscriber_sns_topic_arns"),
    "aws_ce_anomaly_subscription": ("costalerts.amazonaws.com", "subscriber", "address"),
    "aws_codestarnotifications_notification_rule": ("codestar-notifications.amazonaws.com", "target", "address"),
    "aws_s3_bucket_notification": ("s3.amazonaws.com", "topic", "topic_arn"),
}
"""The same, where the topic stands in a block."""


def publishers(topic: Resource, stack: Stack) -> frozenset[str]:
    """Return the services that resources of the stack let publish to a topic."""
    return stack.once(_publishers).get(topic.address, frozenset())


def _publishers(stack: Stack) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for service, text in _told(stack):
        target = stack.referred(text, *TOPICS)
        if target and target.kind == "aws_sns_topic_policy":
            target = stack.referred(target.text("arn"), "aws_sns_topic")
        if target:
            found.setdefault(target.address, set()).add(service)
    return {address: frozenset(services) for address, services in found.items()}


def _told(stack: Stack) -> Iterator[tuple[str, str]]:
    """Yield each service and what it is to publish to, as it is written."""
    for alarm in stack.of(*ALARMS):
        for state in STATES:
            yield from ((CLOUDWATCH, text) for text in alarm.strings(state))
    for kind, (service, argument) in NAMED.items():
        yield from ((service, one.text(argument)) for one in stack.of(kind))
    for kind, (service, name, argument) in NESTED.items():
        blocks = (block for one in stack.of(kind) for block in one.blocks(name))
        yield from ((service, text) for block in blocks for text in block.strings(argument))


def admits(document: object, service: str, action: str, source: Resource | None = None) -> bool:
    """Return whether a policy lets a service do something, for a resource that it acts for where that is said.

    Conditions on accounts are taken for met: which account is meant, another policy asks of the provider.
    """
    found = [one for one in statements(document) if _is_about(one, service, action)]
    refused = any(one.get("Effect") == "Deny" and not one.get("Condition") for one in found)
    return not refused and any(one.get("Effect") == "Allow" and _is_for(one, source) for one in found)


def _is_about(statement: Mapping[str, Any], service: str, action: str) -> bool:
    actions = listed(statement.get("Action"))
    return bool({service, "*"} & services(statement)) and any(
        fnmatchcase(action.lower(), one.lower()) for one in actions
    )


def _is_for(statement: Mapping[str, Any], source: Resource | None) -> bool:
    """Return whether a statement is for what a resource sends: it names no source, or that one."""
    sources = [
        value
        for asked in (statement.get("Condition") or {}).values()
        for key, values in (asked.items() if isinstance(asked, Mapping) else ())
        if key.lower() == "aws:sourcearn"
        for value in listed(values)
    ]
    return source is None or not sources or any(_is_of(value, source) for value in sources)


def _is_of(value: str, source: Block) -> bool:
    address = getattr(source, "address", "")
    name = source.text("name")
    return f"{address}." in value or bool(name and fnmatchcase(f"rule/{name}", f"rule/{value.rpartition('/')[2]}"))
