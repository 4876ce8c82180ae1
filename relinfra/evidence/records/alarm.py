"""Alarms, the topics they tell, and what else is watched."""

from __future__ import annotations

from relinfra.evidence.record import Record, anything, figure, flag, text, texts

__all__ = ["Alarm", "Check", "CompositeAlarm", "Dashboard", "EventAlert", "LogGroup", "Topic", "Watch"]


class Alarm(Record):
    """A metric alarm: what it watches, from which value on, for how long, and who is told."""

    name = text(at="alarm_name")
    comparison = text()
    fires_without_data = flag()
    missing_data = text(at="treat_missing_data")
    actions_enabled = flag(at="actions_enabled")
    statistic = text()
    target_groups = texts()
    subject = text()
    threshold = anything()
    minimum_requests = figure("requests")
    window_minutes = figure("minutes")
    datapoints = figure()
    periods = figure()
    notifies = texts()
    database = text()
    """The database that it watches, by its identifier."""
    service = text()
    """The service that it watches, by its name in ECS."""


class Watch(Record):
    """The alarm over one thing that is copied or follows, and who hears of it."""

    alarm = text(at="alarm_name")
    metric = text(at="metric_name")
    actions_enabled = flag(at="actions_enabled")
    limit = figure("*")
    fires_without_data = flag()
    told = texts()
    subscribers = texts(source="notify")
    filtered = texts()
    admits_alarms = flag()
    key_admits_alarms = flag()
    measured = text()
    """When a document of ours measures what the alarm watches; nothing of what AWS measures."""


class CompositeAlarm(Record):
    """An alarm that fires with others."""

    name = text(at="alarm_name")
    covers = texts()
    any_fires = flag()
    """Whether one of them alone makes it fire."""
    actions_enabled = flag(at="actions_enabled")
    notifies = texts()


class EventAlert(Record):
    """A rule of EventBridge that tells a topic of events."""

    name = text(at="name")
    enabled = flag()
    source = text()
    outcomes = texts()
    topic = text()
    admitted = flag()
    """Whether the policy of the topic lets the rule publish."""
    key_admits = flag()
    """Whether the key of the topic may be used for that, where it has one."""


class Topic(Record):
    """A topic of SNS, and who hears of what is published to it."""

    name = text(at="name")
    subscribers = texts(source="notify")
    filtered = texts()
    """Those of them who hear only of what a filter lets through."""
    admits_alarms = flag()
    """Whether its policy lets CloudWatch publish, where it has one."""
    key_admits_alarms = flag()
    """Whether its key may be used for that, where it has one."""


class LogGroup(Record):
    """A log group of CloudWatch."""

    name = text(at="name")
    retention_days = figure("days", at="retention_in_days")
    writer = text()
    """What writes to it, where its name is only known once that is there."""
    silent = flag()
    """Whether nothing of these stacks writes to it, though something should."""


class Dashboard(Record):
    """A dashboard of CloudWatch."""

    name = text(at="dashboard_name")


class Check(Record):
    """A canary of CloudWatch Synthetics: what it asks for, how often, and how long an answer may take."""

    name = text(at="name")
    url = text(at="run_config.environment_variables.CHECKED_URL", source="path")
    status = text(at="run_config.environment_variables.EXPECTED_STATUS", source="expected_status")
    kept_days = figure("days", at="success_retention_period")
    interval_minutes = figure("minutes", source="interval_minutes")
    schedule = text()
    limit = figure("ms", source="max_latency_ms")
    idle = flag()
    """Whether it is there and not started, so that it asks for nothing."""
