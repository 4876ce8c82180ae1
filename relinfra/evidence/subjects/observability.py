"""Logs, dashboards and who is told."""

from __future__ import annotations

from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.alarm import LogGroup, Topic
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.resource import Resource
from relinfra.evidence.stage_stacks import StageStacks
from relinfra.evidence.subjects.silent_logs import silent
from relinfra.evidence.subjects.topic import admits, filtered, key_admits, subscriptions

__all__ = ["collect"]

_EXPRESSION = "${"


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect log groups, dashboards and the subscriptions of topics."""
    for group in stage.find("aws_cloudwatch_log_group"):
        own, name = recorder.one(Stage.log_groups, group.name), group.at("name")
        own.read(group)
        writers = stage.output.follow(name) if name and _EXPRESSION in name.text else ()
        named = [found for one in writers if (found := one.at("name"))]
        if name and named:
            own.add(LogGroup.writer, named[0].address, named[0], name, how="place")
        if quiet := silent(stage, group):
            own.add(LogGroup.silent, True, quiet, how="place")
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
        _subscribers(stage, own, topic)


def _clusters(stage: StageStacks) -> list[Resource]:
    """Return the clusters that services run in; where none does, every cluster."""
    found = [stage.output.follow_one(one.at("cluster"), "aws_ecs_cluster") for one in stage.find("aws_ecs_service")]
    return [cluster for cluster in found if cluster] or list(stage.find("aws_ecs_cluster"))


def _subscribers(stage: StageStacks, recorder: Recorder, topic: Resource) -> None:
    found = list(subscriptions(stage, topic))
    endpoints = [endpoint for one in found if (endpoint := one.at("endpoint"))]
    if endpoints:
        recorder.add(Topic.subscribers, tuple(endpoint.text for endpoint in endpoints), *endpoints)
    narrowed = [one for one in found if filtered([one])]
    if narrowed:
        names = tuple(endpoint.text for one in narrowed if (endpoint := one.at("endpoint")))
        recorder.add(Topic.filtered, names, *filtered(narrowed), how="place")
    fields = ((Topic.admits_alarms, admits(stage, topic)), (Topic.key_admits_alarms, key_admits(stage, topic)))
    for field, admission in fields:
        if admission:
            recorder.add(field, admission[0], admission[1], how="place")
