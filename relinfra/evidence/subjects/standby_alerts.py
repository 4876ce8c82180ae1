"""Alarms, topic and dashboard of the recovery region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.evidence.records.recovery import Recovery
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.subjects.alarm import topic_of

if TYPE_CHECKING:
    from relinfra.evidence.recorder import Recorder
    from relinfra.evidence.resource import Resource
    from relinfra.evidence.stack import Stack
    from relinfra.evidence.stage_stacks import StageStacks

__all__ = ["collect"]


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect the composite alarms of the recovery stacks, the topics they tell, and the dashboard."""
    own = recorder.at(Stage.recovery, "observability")
    for stack in stage.recovery:
        alarms = stack.find("aws_cloudwatch_composite_alarm")
        names = [name for alarm in alarms if (name := alarm.at("alarm_name"))]
        if names:
            own.add(Recovery.alarms, tuple(name.text for name in names), *names)
            _told(stage, stack, alarms, own)
        for dashboard in stack.find("aws_cloudwatch_dashboard"):
            own.take(Recovery.dashboard, dashboard.at("dashboard_name"))


def _told(stage: StageStacks, stack: Stack, alarms: tuple[Resource, ...], recorder: Recorder) -> None:
    actions = [action for alarm in alarms for action in alarm.each("alarm_actions")]
    topics = {topic.address: topic for action in actions if (topic := topic_of(stage, action))}
    names = [name for topic in topics.values() if (name := topic.at("name"))]
    if names:
        recorder.add(Recovery.told, tuple(name.text for name in names), *actions, *names)
    endpoints = [
        endpoint
        for subscription in stack.find("aws_sns_topic_subscription")
        if any(found.address in topics for found in stage.output.follow(subscription.at("topic_arn")))
        and (endpoint := subscription.at("endpoint"))
    ]
    if endpoints:
        told = tuple(endpoint.text for endpoint in endpoints)
        recorder.add(Recovery.subscribers, told, *endpoints)
