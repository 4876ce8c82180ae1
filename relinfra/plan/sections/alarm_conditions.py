"""Alarm conditions in words: when an alarm fires."""

from __future__ import annotations

from relinfra.evidence import value_of
from relinfra.evidence.records.alarm import Alarm
from relinfra.evidence.records.database import RdsInstance
from relinfra.evidence.records.stage import Stage
from relinfra.plan.model import Line, Statement
from relinfra.plan.say import say

__all__ = ["condition"]


_COUNTED = ("failed_replications", "restarts")
"""What is counted over the whole of a period, and not in every part of it."""


def condition(alarm: Alarm, where: str) -> Line:
    """Return `5xx share above 2 % for 5 minutes`; `where` keeps statements of several places apart."""
    about = f"{where}.{alarm.id}"
    subject, comparison, threshold = alarm.subject, alarm.comparison, alarm.threshold
    line: list[Statement] = []
    if subject and comparison and threshold:
        line += _watched(alarm, about)
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


def _watched(alarm: Alarm, about: str) -> Line:
    """Return what is watched and from which value on, of a database with its name."""
    given = {"subject": alarm.subject, "comparison": alarm.comparison, "threshold": alarm.threshold}
    # The words name a statistic of latency alone; those of other subjects would not hold of another statistic either.
    given["statistic"] = alarm.statistic
    if alarm.subject and alarm.subject.value == "latency":
        return (say("alarm.condition_by", about, **given),)
    line = (say("alarm.condition", about, **given),)
    return (*line, say("alarm.foreign", about, database=alarm.database)) if _foreign(alarm) else line


def _foreign(alarm: Alarm) -> bool:
    """Whether the alarm watches a database that its stage does not have."""
    if alarm.database is None:
        return False
    stage = Stage(alarm.facts, alarm.id.partition(".")[0])
    ours = {value_of(one.identifier) for one in stage.databases}
    ours |= {
        value_of(one.identifier) for each in stage.databases if isinstance(each, RdsInstance) for one in each.replicas
    }
    return alarm.database.value not in ours
