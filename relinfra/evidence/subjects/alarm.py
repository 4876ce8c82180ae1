"""Alarms: what is watched, from which value on, for how long, and who is told."""

from __future__ import annotations

import re

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.metric_alarms import metrics_of
from relinfra.evidence.record import Field
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.alarm import Alarm, CompositeAlarm
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.resource import Resource
from relinfra.evidence.stage_stacks import StageStacks
from relinfra.evidence.subjects.metric import Subject, subject_of

__all__ = ["collect", "topic_of"]

_SECONDS_PER_MINUTE = 60
_METRIC_ALARM = "aws_cloudwatch_metric_alarm"
_QUOTED = re.compile(r'"([^"]+)"')
_ALARM = re.compile(r"""ALARM\(\s*(?:"(?:\$\{[^}]*\}|[^"])*"|'[^']*'|[^\s()"']+)\s*\)""")
_PERCENTILES = {"p95_latency": "p95"}
"""The statistic that the name of a subject promises."""
_DATABASES = (
    ("DBInstanceIdentifier", "aws_db_instance", "identifier"),
    ("DBClusterIdentifier", "aws_rds_cluster", "cluster_identifier"),
)
_GUARD = re.compile(r"IF\(.*?\s>\s(\d+),")


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect the facts of every metric alarm and composite alarm."""
    for alarm in stage.find(_METRIC_ALARM):
        _alarm(stage, alarm, recorder.one(Stage.alarms, alarm.name))
    for composite in stage.find("aws_cloudwatch_composite_alarm"):
        own = recorder.one(Stage.composite_alarms, composite.name)
        own.read(composite)
        _covered(stage, composite, own)
        _topics(stage, composite, own, CompositeAlarm.notifies)


def _alarm(stage: StageStacks, alarm: Resource, recorder: Recorder) -> None:
    recorder.read(alarm)
    recorder.take(Alarm.comparison, alarm.at("comparison_operator"), lambda found: _comparison(found.text))
    missing = alarm.at("treat_missing_data")
    if missing and missing.text == "breaching":
        recorder.add(Alarm.fires_without_data, True, missing)
    metrics = metrics_of(alarm)
    names = [name for metric in metrics if (name := metric.at("metric_name"))]
    subject = subject_of({name.text for name in names})
    statistics = _watched(stage, metrics, subject, recorder)
    if names:
        named, proofs = _named(subject, statistics)
        recorder.add(Alarm.subject, named, *names, *proofs, how="metrics")
    _database(stage, metrics, recorder)
    _service(stage, metrics, recorder)
    _threshold(alarm, subject, recorder)
    _guard(alarm, recorder)
    _window(alarm, metrics, recorder)
    _topics(stage, alarm, recorder)


def _named(subject: Subject, statistics: list[Attribute]) -> tuple[str, list[Attribute]]:
    """Return what is watched: latency is that of a percentile only where the statistic is that percentile."""
    other = [one for one in statistics if one.text != _PERCENTILES.get(subject.name, one.text)]
    return ("latency", other) if other else (subject.name, [])


def _database(stage: StageStacks, metrics: list[Attribute], recorder: Recorder) -> None:
    """Collect the database that is watched, whether the dimension spells its identifier or refers to it."""
    for metric in metrics:
        for dimension, type_, argument in _DATABASES:
            watched = metric.at("dimensions", dimension)
            found = stage.output.follow_one(watched, type_)
            if watched:
                recorder.take(Alarm.database, (found and found.at(argument)) or watched)
                return


def _watched(stage: StageStacks, metrics: list[Attribute], subject: Subject, recorder: Recorder) -> list[Attribute]:
    """Collect the statistic of what is watched, which is returned, and the target groups whose requests are."""
    watched = [one for one in metrics if (name := one.at("metric_name")) and name.text in subject.metrics[:1]]
    found = [one for metric in watched if (one := _statistic(metric))]
    if found:
        recorder.add(Alarm.statistic, ", ".join(sorted({one.text for one in found})), *found)
    dimensions = [one for metric in watched if (one := metric.at("dimensions", "TargetGroup"))]
    groups = [group for one in dimensions for group in stage.output.follow(one)]
    names = [name for group in groups if (name := group.at("name"))]
    if names:
        told = tuple(sorted({name.text for name in names}))
        recorder.add(Alarm.target_groups, told, *dimensions, *names, how="target_groups")
    return found


def _service(stage: StageStacks, metrics: list[Attribute], recorder: Recorder) -> None:
    """Collect the service whose tasks, target groups or stopped tasks are watched."""
    for metric in metrics:
        name = metric.at("dimensions", "ServiceName")
        found = (name, name) if name else _behind(stage, metric) or _heard(stage, metric)
        if found:
            recorder.add(Alarm.service, found[1].text.removeprefix("service:"), *dict.fromkeys(found))
            return


def _behind(stage: StageStacks, metric: Attribute) -> tuple[Attribute, Attribute] | None:
    """Return the target group that is watched, and the name of the service that registers its tasks there."""
    watched = metric.at("dimensions", "TargetGroup")
    serving = stage.remember("services by target group", lambda: _serving(stage))
    names = (serving.get(group) for group in stage.output.follow(watched))
    name = next((name for name in names if name), None)
    return (watched, name) if watched and name else None


def _serving(stage: StageStacks) -> dict[Resource, Attribute]:
    """Return the name of the first service that registers its tasks with each target group."""
    found: dict[Resource, Attribute] = {}
    for service in stage.find("aws_ecs_service"):
        name = service.at("name")
        if name is None:
            continue
        for block in service.each("load_balancer"):
            served = (block.at("target_group_arn"), block.at("advanced_configuration", "alternate_target_group_arn"))
            for group in (one for each in served for one in stage.output.follow(each)):
                found.setdefault(group, name)
    return found


def _heard(stage: StageStacks, metric: Attribute) -> tuple[Attribute, Attribute] | None:
    """Return the rule that is counted, and the service whose stopped tasks it hears of."""
    watched = metric.at("dimensions", "RuleName")
    if watched is None:
        return None
    for rule in stage.output.follow(watched):
        kinds = [kind.text for kind in rule.each("event_pattern", "detail-type")]
        groups = rule.each("event_pattern", "detail", "group")
        if groups and "ECS Task State Change" in kinds:
            return watched, groups[0]
    return None


def _statistic(metric: Attribute) -> Attribute | None:
    return metric.at("stat") or metric.at("extended_statistic") or metric.at("statistic")


def _threshold(alarm: Resource, subject: Subject, recorder: Recorder) -> None:
    threshold = alarm.at("threshold")
    if threshold is None:
        return
    value = threshold.number
    if value is None:
        recorder.add(Alarm.threshold, threshold.text, threshold, unit=subject.unit)
        return
    measured = subject.measured(value)
    recorder.add(Alarm.threshold, measured.values[0], threshold, unit=measured.unit, how=measured.how)


def _guard(alarm: Resource, recorder: Recorder) -> None:
    """Collect how many requests a period must have before the alarm looks at them."""
    for query in alarm.each("metric_query"):
        expression = query.at("expression")
        guard = _GUARD.match(expression.text) if expression else None
        if expression and guard:
            recorder.add(Alarm.minimum_requests, int(guard[1]), expression, how="condition")
            return


def _window(alarm: Resource, metrics: list[Attribute], recorder: Recorder) -> None:
    periods = [
        (seconds, period) for metric in metrics if (period := metric.at("period")) and (seconds := period.number)
    ]
    evaluations = alarm.at("evaluation_periods")
    times = evaluations.number if evaluations else None
    if not periods or evaluations is None or times is None:
        return
    seconds, longest = max(periods, key=lambda pair: pair[0])
    minutes = seconds * times / _SECONDS_PER_MINUTE
    value = int(minutes) if float(minutes).is_integer() else minutes
    recorder.add(Alarm.window_minutes, value, longest, evaluations, how="period_times_evaluations")
    needed = alarm.at("datapoints_to_alarm")
    if needed is not None and needed.number != times:
        recorder.take(Alarm.datapoints, needed)
        recorder.take(Alarm.periods, evaluations)


def _topics(
    stage: StageStacks, alarm: Resource, recorder: Recorder, notifies: Field[tuple[str, ...]] = Alarm.notifies
) -> None:
    actions = alarm.each("alarm_actions")
    topics = [topic for action in actions if (topic := topic_of(stage, action))]
    names = [name for topic in topics if (name := topic.at("name"))]
    if names:
        recorder.add(notifies, tuple(name.text for name in names), *actions, *names)


def topic_of(stage: StageStacks, action: Attribute) -> Resource | None:
    """Return the topic an action publishes to, named itself or through its policy."""
    follow = stage.output.follow_one
    policy = follow(action, "aws_sns_topic_policy")
    return follow(action, "aws_sns_topic") or follow(policy.at("arn") if policy else None, "aws_sns_topic")


def _covered(stage: StageStacks, composite: Resource, recorder: Recorder) -> None:
    """Collect the alarms of the rule, whether it refers to them or spells their names."""
    rule = composite.at("alarm_rule")
    if rule is None:
        return
    spelled = (stage.called(_METRIC_ALARM, "alarm_name", name) for name in _QUOTED.findall(rule.text))
    alarms = {alarm.name for alarm in (*stage.output.follow(rule), *spelled) if alarm and alarm.type == _METRIC_ALARM}
    if alarms:
        recorder.add(CompositeAlarm.covers, tuple(sorted(alarms)), rule, how="alarms_of_rule")
        between = set(_ALARM.sub("", rule.text).replace("(", " ").replace(")", " ").split())
        recorder.add(CompositeAlarm.any_fires, between <= {"OR"}, rule, how="place")


def _comparison(operator: str) -> str:
    return {
        "GreaterThanThreshold": "above",
        "GreaterThanOrEqualToThreshold": "at_least",
        "LessThanThreshold": "below",
        "LessThanOrEqualToThreshold": "at_most",
    }.get(operator, operator)
