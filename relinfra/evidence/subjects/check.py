"""Checks from outside: canaries that ask for a public URL, and from when on they complain."""

from __future__ import annotations

import re

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.alarm import Check
from relinfra.evidence.records.stage import Stage
from relinfra.evidence.resource import Resource
from relinfra.evidence.stage_stacks import StageStacks

__all__ = ["collect"]

_RATE = re.compile(r"rate\((\d+) minutes?\)")


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect every `aws_synthetics_canary`."""
    for canary in stage.find("aws_synthetics_canary"):
        own = recorder.one(Stage.checks, canary.name, f"services.{canary.name}.synthetics")
        own.read(canary)
        started = canary.at("start_canary")
        if started and not started.flag:
            own.add(Check.idle, True, started)
        _interval(canary.at("schedule", "expression"), own)
        _limit(stage, canary, own)


def _interval(schedule: Attribute | None, recorder: Recorder) -> None:
    rate = _RATE.fullmatch(schedule.text) if schedule else None
    if schedule and rate:
        recorder.add(Check.interval_minutes, int(rate[1]), schedule)
    else:
        recorder.take(Check.schedule, schedule)


def _limit(stage: StageStacks, canary: Resource, recorder: Recorder) -> None:
    """Collect how long an answer may take before an alarm fires."""
    for alarm in stage.find("aws_cloudwatch_metric_alarm"):
        metric, watched = alarm.at("metric_name"), alarm.at("dimensions", "CanaryName")
        if metric and watched and metric.text == "Duration" and _is(stage, watched, canary):
            recorder.take(Check.limit, alarm.at("threshold"))


def _is(stage: StageStacks, watched: Attribute, canary: Resource) -> bool:
    name = canary.at("name")
    return canary in stage.output.follow(watched) or (name is not None and name.value == watched.value)
