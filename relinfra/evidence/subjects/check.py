"""Checks from outside: canaries that ask for a public URL, and from when on they complain."""

from __future__ import annotations

import re

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.deployment import Deployment
from relinfra.evidence.resource import Resource
from relinfra.evidence.sheet import Sheet, number

__all__ = ["collect"]

_RATE = re.compile(r"rate\((\d+) minutes?\)")


def collect(deployment: Deployment, sheet: Sheet) -> None:
    """Collect every `aws_synthetics_canary`."""
    for canary in deployment.find("aws_synthetics_canary"):
        own = sheet.at(f"check.{canary.name}", f"services.{canary.name}.synthetics")
        own.take("name", canary.at("name"))
        variables = canary.at("run_config", "environment_variables")
        own.take("url", variables and variables.at("CHECKED_URL"), asked="path")
        own.take("status", variables and variables.at("EXPECTED_STATUS"), asked="expected_status")
        own.take("kept_days", canary.at("success_retention_period"), number, unit="days")
        _interval(canary.at("schedule", "expression"), own)
        _limit(deployment, canary, own)


def _interval(schedule: Attribute | None, sheet: Sheet) -> None:
    rate = _RATE.fullmatch(schedule.text) if schedule else None
    if schedule and rate:
        sheet.add("interval_minutes", int(rate[1]), schedule, unit="minutes", asked="interval_minutes")
    else:
        sheet.take("schedule", schedule)


def _limit(deployment: Deployment, canary: Resource, sheet: Sheet) -> None:
    """Collect how long an answer may take before an alarm fires."""
    for alarm in deployment.find("aws_cloudwatch_metric_alarm"):
        metric, watched = alarm.at("metric_name"), alarm.at("dimensions", "CanaryName")
        if metric and watched and metric.text == "Duration" and _is(deployment, watched, canary):
            sheet.take("limit", alarm.at("threshold"), number, unit="ms", asked="max_latency_ms")


def _is(deployment: Deployment, watched: Attribute, canary: Resource) -> bool:
    name = canary.at("name")
    return canary in deployment.output.follow(watched) or (name is not None and name.value == watched.value)
