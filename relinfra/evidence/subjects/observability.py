"""Logs, dashboards and who is told."""

from __future__ import annotations

from relinfra.evidence.deployment import Deployment
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.alarm import Topic
from relinfra.evidence.records.stage import Stage

__all__ = ["collect"]


def collect(deployment: Deployment, recorder: Recorder) -> None:
    """Collect log groups, dashboards and the subscriptions of topics."""
    for group in deployment.find("aws_cloudwatch_log_group"):
        recorder.one(Stage.log_groups, group.name).read(group)
    for dashboard in deployment.find("aws_cloudwatch_dashboard"):
        recorder.one(Stage.dashboards, dashboard.name).read(dashboard)
    for cluster in deployment.find("aws_ecs_cluster"):
        for setting in cluster.each("setting"):
            name = setting.at("name")
            if name and name.text == "containerInsights":
                recorder.take(Stage.container_insights, setting.at("value"))
    for topic in deployment.find("aws_sns_topic"):
        own = recorder.one(Stage.topics, topic.name, "observability")
        own.read(topic)
        _subscribers(deployment, own, topic.address)


def _subscribers(deployment: Deployment, recorder: Recorder, topic: str) -> None:
    endpoints = [
        endpoint
        for subscription in deployment.find("aws_sns_topic_subscription")
        if any(found.address == topic for found in deployment.output.follow(subscription.at("topic_arn")))
        and (endpoint := subscription.at("endpoint"))
    ]
    if endpoints:
        told = tuple(endpoint.text for endpoint in endpoints)
        recorder.add(Topic.subscribers, told, *endpoints)
