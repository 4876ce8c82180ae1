"""Alarm conditions in words: when an alarm fires."""

from __future__ import annotations

from relinfra.evidence.records.alarm import Alarm
from relinfra.plan.model import Line
from relinfra.plan.say import say

__all__ = ["condition"]


_COUNTED = ("failed_replications", "restarts")
"""What is counted over the whole of a period, and not in every part of it."""


def condition(alarm: Alarm, where: str) -> Line:
    """Return `5xx share above 2 % for 5 minutes`; `where` keeps statements of several places apart."""
    about = f"{where}.{alarm.id}"
    subject, comparison, threshold = alarm.subject, alarm.comparison, alarm.threshold
    line = []
    if subject and comparison and threshold:
        line.append(say("alarm.condition", about, subject=subject, comparison=comparison, threshold=threshold))
    if alarm.window_minutes:
        within = subject is not None and subject.value in _COUNTED
        line.append(say("alarm.within" if within else "alarm.window", about, window=alarm.window_minutes))
    if alarm.datapoints:
        line.append(say("alarm.datapoints", about, points=alarm.datapoints, periods=alarm.periods))
    if alarm.fires_without_data:
        line.append(say("alarm.missing_breaching", about, silent=alarm.fires_without_data))
    if alarm.minimum_requests:
        line.append(say("alarm.requests", about, requests=alarm.minimum_requests))
    return tuple(line)
