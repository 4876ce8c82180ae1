"""The alarm over one thing: found by what it measures, and written down with whom it tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.records.alarm import Watch
from relinfra.evidence.resource import Resource
from relinfra.evidence.subjects.alarm import topic_of
from relinfra.evidence.subjects.topic import admits, filtered, key_admits, subscriptions

if TYPE_CHECKING:
    from relinfra.evidence.output import Output
    from relinfra.evidence.recorder import Recorder
    from relinfra.evidence.stack import Stack
    from relinfra.evidence.stage_stacks import StageStacks

__all__ = ["Measured", "record_watch"]

_SECONDS_PER_MINUTE = 60
_SECONDS_PER_DAY = 24 * 60 * 60
_COUNTED = ("HealthCheckStatus", "OperationsFailedReplication")
"""Metrics whose thresholds are numbers, and no times."""
_OURS = "CopyAge"


@dataclass(frozen=True)
class Measured:
    """A metric of one thing: what it is told apart by, each with the attribute that names the thing itself."""

    metric: str
    dimensions: Mapping[str, Attribute | Resource | None]


def record_watch(stage: StageStacks, stacks: tuple[Stack, ...], measured: Measured, recorder: Recorder) -> None:
    """Collect the alarm on what is measured of something in these stacks of a stage; nothing where there is none."""
    alarm = next((one for one in _alarms(stacks) if _measures(stage.output, one, measured)), None)
    if alarm is None:
        return
    recorder.read(alarm)
    limit, missing, name = alarm.at("threshold"), alarm.at("treat_missing_data"), alarm.at("metric_name")
    if limit and name and measured.metric not in _COUNTED:
        _limit(limit, name, recorder)
    if missing:
        recorder.add(Watch.fires_without_data, missing.text == "breaching", missing)
    _told(stage, stacks, alarm, recorder)
    if measured.metric == _OURS:
        _clocked(stage, stage.output.stacks[alarm.stack], measured, recorder)


def _limit(limit: Attribute, metric: Attribute, recorder: Recorder) -> None:
    """Collect the age from which on the alarm fires: whole days as days, else minutes."""
    seconds = limit.number
    if seconds is None:
        return
    if seconds and seconds % _SECONDS_PER_DAY == 0:
        recorder.add(Watch.limit, int(seconds // _SECONDS_PER_DAY), limit, metric, unit="days", how="seconds_to_days")
        return
    minutes = seconds / _SECONDS_PER_MINUTE
    value = int(minutes) if float(minutes).is_integer() else minutes
    recorder.add(Watch.limit, value, limit, metric, unit="minutes", how="seconds_to_minutes")


def _alarms(stacks: Iterable[Stack]) -> Iterable[Resource]:
    return (alarm for stack in stacks for alarm in stack.find("aws_cloudwatch_metric_alarm"))


def _measures(output: Output, alarm: Resource, measured: Measured) -> bool:
    name = alarm.at("metric_name")
    return bool(name and name.text == measured.metric) and all(
        (own := alarm.at("dimensions", key)) and value and _same(output, own, value)
        for key, value in measured.dimensions.items()
    )


def _same(output: Output, own: Attribute, value: Attribute | Resource) -> bool:
    """Whether a dimension names the thing, by its name or by a reference to it."""
    return value in output.follow(own) if isinstance(value, Resource) else own.text == value.text


def _told(stage: StageStacks, stacks: Iterable[Stack], alarm: Resource, recorder: Recorder) -> None:
    actions = alarm.each("alarm_actions")
    topics = {topic.address: topic for action in actions if (topic := topic_of(stage, action))}
    names = [name for topic in topics.values() if (name := topic.at("name"))]
    if names:
        recorder.add(Watch.told, tuple(name.text for name in names), *actions, *names)
    found = [one for topic in topics.values() for one in subscriptions(stage, topic) if _in(stacks, one)]
    endpoints = [endpoint for one in found if (endpoint := one.at("endpoint"))]
    if endpoints:
        recorder.add(Watch.subscribers, tuple(endpoint.text for endpoint in endpoints), *endpoints)
    narrowed = [one for one in found if filtered([one])]
    if narrowed:
        named = tuple(endpoint.text for one in narrowed if (endpoint := one.at("endpoint")))
        recorder.add(Watch.filtered, named, *filtered(narrowed), how="place")
    for field, ask in ((Watch.admits_alarms, admits), (Watch.key_admits_alarms, key_admits)):
        said = [admission for topic in topics.values() if (admission := ask(stage, topic))]
        if said:
            recorder.add(field, any(let for let, _ in said), *(proof for _, proof in said), how="place")


def _in(stacks: Iterable[Stack], resource: Resource) -> bool:
    return any(stack.name == resource.stack for stack in stacks)


def _clocked(stage: StageStacks, stack: Stack, measured: Measured, recorder: Recorder) -> None:
    """Collect when a document beside the alarm, which the clock starts, measures the thing."""
    named = {value.text for value in measured.dimensions.values() if isinstance(value, Attribute)}
    for document in stack.find("aws_ssm_document"):
        steps = document.each("content", "mainSteps")
        payloads = [payload for step in steps if (payload := step.at("inputs", "InputPayload"))]
        name = document.at("name")
        if name and named <= {text for payload in payloads for text in _texts(payload.value)}:
            recorder.take(Watch.measured, _schedule(stage, stack, name.text))
            return


def _schedule(stage: StageStacks, stack: Stack, document: str) -> Attribute | None:
    for target in stack.find("aws_cloudwatch_event_target"):
        arn = target.at("arn")
        rule = stage.output.follow_one(target.at("rule"), "aws_cloudwatch_event_rule")
        if arn and rule and f":automation-definition/{document}:" in arn.text:
            return rule.at("schedule_expression")
    return None


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
