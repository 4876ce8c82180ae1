"""Performance criteria: what is ordinary lies below what alarms."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Facts, Node
from relinfra.plan.criteria.criterion import Criterion
from relinfra.plan.gaps import gap
from relinfra.plan.people import person
from relinfra.plan.say import label, say
from relinfra.plan.stages import live

__all__ = ["limits"]


def limits(facts: Facts) -> Iterator[Criterion]:
    """Return latency and errors: alarms hold them, and the ordinary value has to lie below the alarm."""
    last = live(facts)
    for subject, baseline in (("p95_latency", "p95_latency_ms"), ("error_rate", "error_rate_percent")):
        alarm = _first(last, subject) if last else None
        if last is None or alarm is None:
            continue
        threshold, normal = alarm.fact("threshold"), facts.get(f"release.baselines.{baseline}")
        about = alarm.id
        requirement = say(f"criteria.{subject}", about, threshold=threshold, stage=last.fact("stage"))
        normally = say("criteria.baseline", about, normal=normal) if normal else gap(f"baselines.{baseline}")
        yield Criterion(
            key=f"baseline.{subject}",
            category="performance",
            title=label(f"criteria.{subject}_title"),
            requirement=(requirement,),
            verification=(say("criteria.alarm", about, alarm=alarm.fact("name")), normally),
            owner=person(facts, "devops_engineer", about),
            met=bool(normal and threshold and _number(normal.value) < _number(threshold.value)),
            links=(("MON", alarm.id),),
        )


def _first(stage: Node, subject: str) -> Node | None:
    return next((one for one in stage.nodes("alarm") if one.read_value("subject") == subject), None)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else float("nan")
