"""Logs, dashboards and who is told."""

from __future__ import annotations

from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.alarm import Topic
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.resource import Resource
from relinfra.evidence.stage_stacks import StageStacks

__all__ = ["collect"]


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect log groups, dashboards and the subscriptions of topics."""
    for group in stage.find("aws_cloudwatch_log_group"):
        recorder.one(Stage.log_groups, group.name).read(group)
    for dashboard in stage.find("aws_cloudwatch_dashboard"):
        recorder.one(Stage.dashboards, dashboard.name).read(dashboard)
    for cluster in _clusters(stage)[:1]:
        for setting in cluster.each("setting"):
            name = setting.at("name")
            if name and name.text == "containerInsights":
                recorder.take(Stage.container_insights, setting.at("value"))
    for topic in stage.find("aws_sns_topic"):
        own = recorder.one(Stage.topics, topic.name, "observability")
        own.read(topic)
        _subscribers(stage, own, topic.address)


def _clusters(stage: StageStacks) -> list[Resource]:
    """Return the clusters that services run in; where none does, every cluster."""
    found = [stage.output.follow_one(one.at("cluster"), "aws_ecs_cluster") for one in stage.find("aws_ecs_service")]
    return [cluster for cluster in found if cluster] or list(stage.find("aws_ecs_cluster"))


def _subscribers(stage: StageStacks, recorder: Recorder, topic: str) -> None:
    endpoints = [
        endpoint
        for subscription in stage.find("aws_sns_topic_subscription")
        if any(found.address == topic for found in stage.output.follow(subscription.at("topic_arn")))
        and (endpoint := subscription.at("endpoint"))
    ]
    if endpoints:
        told = tuple(endpoint.text for endpoint in endpoints)
        recorder.add(Topic.subscribers, told, *endpoints)
