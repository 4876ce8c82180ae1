"""Performance criteria: what is ordinary lies below what alarms."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import inf

from relinfra.claims import below_alarm
from relinfra.evidence import Facts, value_of
from relinfra.evidence.records.alarm import Alarm
from relinfra.evidence.records.release_file import Baselines
from relinfra.evidence.records.stage import Stage
from relinfra.plan.criteria.criterion import Criterion, titled
from relinfra.plan.missing import missing
from relinfra.plan.people import person
from relinfra.plan.say import say
from relinfra.plan.stages import distinct

__all__ = ["limits"]

_BASELINES = {"p95_latency": Baselines.p95_latency_ms, "error_rate": Baselines.error_rate_percent}


def limits(facts: Facts) -> Iterator[Criterion]:
    """Return latency and errors: alarms hold them, and the ordinary value has to lie below the alarm."""
    for stage, subject in product(facts.live, _BASELINES):
        baseline, alarm = _BASELINES[subject], _strictest(stage, subject)
        if alarm is None:
            continue
        threshold, normal = alarm.threshold, baseline.of(facts.release.baselines)
        about = alarm.id
        requirement = say(f"criteria.{subject}", about, threshold=threshold, stage=stage.title)
        normally = say("criteria.baseline", about, normal=normal) if normal else missing(f"baselines.{baseline.name}")
        yield Criterion(
            key=".".join(("baseline", subject, *distinct(facts, stage))),
            category="performance",
            title=titled(facts, stage, f"criteria.{subject}_title"),
            requirement=(requirement,),
            verification=(say("criteria.alarm", about, alarm=alarm.name), normally),
            owner=person(facts, "devops_engineer", about),
            claim=below_alarm(alarm, normal),
            links=(("MON", alarm.id),),
        )


def _strictest(stage: Stage, subject: str) -> Alarm | None:
    """Return the alarm on a subject that fires first, be it one that turns a deployment back."""
    found = [one for one in stage.alarms if value_of(one.subject) == subject]
    return min(found, key=_limit, default=None)


def _limit(alarm: Alarm) -> float:
    number = alarm.threshold.number if alarm.threshold else None
    return inf if number is None else number
