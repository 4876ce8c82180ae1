"""Who is told of trouble in the recovery region, and which page they open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.evidence.subjects.alarm import topic_of

if TYPE_CHECKING:
    from relinfra.evidence.deployment import Deployment
    from relinfra.evidence.resource import Resource
    from relinfra.evidence.sheet import Sheet
    from relinfra.evidence.stack import Stack

__all__ = ["collect"]


def collect(deployment: Deployment, sheet: Sheet) -> None:
    """Collect the composite alarms of the recovery stacks, the topics they tell, and the dashboard."""
    own = sheet.at("recovery", "observability")
    for stack in deployment.recovery:
        alarms = stack.find("aws_cloudwatch_composite_alarm")
        names = [name for alarm in alarms if (name := alarm.at("alarm_name"))]
        if names:
            own.add("alarms", tuple(name.text for name in names), *names)
            _told(deployment, stack, alarms, own)
        for dashboard in stack.find("aws_cloudwatch_dashboard"):
            own.take("dashboard", dashboard.at("dashboard_name"))


def _told(deployment: Deployment, stack: Stack, alarms: tuple[Resource, ...], sheet: Sheet) -> None:
    actions = [action for alarm in alarms for action in alarm.each("alarm_actions")]
    topics = {topic.address: topic for action in actions if (topic := topic_of(deployment, action))}
    names = [name for topic in topics.values() if (name := topic.at("name"))]
    if names:
        sheet.add("told", tuple(name.text for name in names), *actions, *names)
    endpoints = [
        endpoint
        for subscription in stack.find("aws_sns_topic_subscription")
        if any(found.address in topics for found in deployment.output.follow(subscription.at("topic_arn")))
        and (endpoint := subscription.at("endpoint"))
    ]
    if endpoints:
        told = tuple(endpoint.text for endpoint in endpoints)
        sheet.add("subscribers", told, *endpoints, asked="notify")
