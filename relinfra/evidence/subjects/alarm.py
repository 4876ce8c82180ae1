"""Alarms: what is watched, from which value on, for how long, and who is told."""

from __future__ import annotations

import re

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.deployment import Deployment
from relinfra.evidence.resource import Resource
from relinfra.evidence.sheet import Sheet, number
from relinfra.evidence.subjects.metric import Subject, subject_of

__all__ = ["collect", "topic_of"]

_SECONDS_PER_MINUTE = 60
_GUARD = re.compile(r"IF\(.*?\s>\s(\d+),")


def collect(deployment: Deployment, sheet: Sheet) -> None:
    """Collect the facts of every metric alarm and composite alarm."""
    for alarm in deployment.find("aws_cloudwatch_metric_alarm"):
        _alarm(deployment, alarm, sheet.at(f"alarm.{alarm.name}"))
    for composite in deployment.find("aws_cloudwatch_composite_alarm"):
        own = sheet.at(f"composite_alarm.{composite.name}")
        own.take("name", composite.at("alarm_name"))
        _covered(deployment, composite, own)
        _topics(deployment, composite, own)


def _alarm(deployment: Deployment, alarm: Resource, sheet: Sheet) -> None:
    sheet.take("name", alarm.at("alarm_name"))
    sheet.take("comparison", alarm.at("comparison_operator"), lambda found: _comparison(found.text))
    missing = alarm.at("treat_missing_data")
    if missing and missing.text == "breaching":
        sheet.add("fires_without_data", True, missing)
    metrics = _metrics(alarm)
    names = [name for metric in metrics if (name := metric.at("metric_name"))]
    subject = subject_of({name.text for name in names})
    if names:
        sheet.add("subject", subject.name, *names, how="metrics")
    _threshold(alarm, subject, sheet)
    _guard(alarm, sheet)
    _window(alarm, metrics, sheet)
    _topics(deployment, alarm, sheet)


def _metrics(alarm: Resource) -> list[Attribute]:
    """Return the blocks naming a metric: those of the queries, or the alarm itself."""
    queried = [metric for query in alarm.each("metric_query") if (metric := query.at("metric"))]
    return queried or [alarm.root]


def _threshold(alarm: Resource, subject: Subject, sheet: Sheet) -> None:
    threshold = alarm.at("threshold")
    if threshold is None:
        return
    value = number(threshold)
    if not isinstance(value, int | float) or subject.factor == 1:
        sheet.add("threshold", value, threshold, unit=subject.unit)
        return
    scaled = round(value * subject.factor, 6)
    exact = int(scaled) if float(scaled).is_integer() else scaled
    sheet.add("threshold", exact, threshold, unit=subject.unit, how=f"{subject.given}_to_{subject.unit}")


def _guard(alarm: Resource, sheet: Sheet) -> None:
    """Collect how many requests a period must have before the alarm looks at them."""
    for query in alarm.each("metric_query"):
        expression = query.at("expression")
        guard = _GUARD.match(expression.text) if expression else None
        if expression and guard:
            sheet.add("minimum_requests", int(guard[1]), expression, unit="requests", how="condition")
            return


def _window(alarm: Resource, metrics: list[Attribute], sheet: Sheet) -> None:
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
    sheet.add("window_minutes", value, longest, evaluations, unit="minutes", how="period_times_evaluations")
    needed = alarm.at("datapoints_to_alarm")
    if needed is not None and needed.number != times:
        sheet.take("datapoints", needed, number)
        sheet.take("periods", evaluations, number)


def _topics(deployment: Deployment, alarm: Resource, sheet: Sheet) -> None:
    actions = alarm.each("alarm_actions")
    topics = [topic for action in actions if (topic := topic_of(deployment, action))]
    names = [name for topic in topics if (name := topic.at("name"))]
    if names:
        sheet.add("notifies", tuple(name.text for name in names), *actions, *names)


def topic_of(deployment: Deployment, action: Attribute) -> Resource | None:
    """Return the topic an action publishes to, named itself or through its policy."""
    follow = deployment.output.follow_one
    policy = follow(action, "aws_sns_topic_policy")
    return follow(action, "aws_sns_topic") or follow(policy.at("arn") if policy else None, "aws_sns_topic")


def _covered(deployment: Deployment, composite: Resource, sheet: Sheet) -> None:
    """Collect the alarms of the rule, whether it refers to them or spells their names."""
    rule = composite.at("alarm_rule")
    followed = deployment.output.follow(rule)
    alarms = [
        (alarm, name)
        for alarm in deployment.find("aws_cloudwatch_metric_alarm")
        if rule and (name := alarm.at("alarm_name")) and (alarm in followed or f'"{name.text}"' in rule.text)
    ]
    if rule and alarms:
        sheet.add("covers", tuple(alarm.name for alarm, _ in alarms), rule, how="alarms_of_rule")


def _comparison(operator: str) -> str:
    return {
        "GreaterThanThreshold": "above",
        "GreaterThanOrEqualToThreshold": "at_least",
        "LessThanThreshold": "below",
        "LessThanOrEqualToThreshold": "at_most",
    }.get(operator, operator)
