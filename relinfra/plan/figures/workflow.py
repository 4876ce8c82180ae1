"""The jobs of a workflow, and which of them wait for which."""

from __future__ import annotations

from collections.abc import Mapping

from relinfra.evidence import Node
from relinfra.plan.diagrams import Arrow, Flowchart, Group, Kind, Shape
from relinfra.plan.model import Diagram, Line
from relinfra.plan.say import say

__all__ = ["workflow"]

_GATE = "approval"


def workflow(delivery: Node) -> tuple[Diagram, ...]:
    """Return the diagram of a workflow, none where it has no job."""
    stages = delivery.read_value("stages")
    if not isinstance(stages, tuple) or not stages:
        return ()
    jobs = {job.key: job for job in delivery.nodes("job")}
    shapes = tuple(_shape(delivery, jobs.get(name), name) for name in stages)
    needs = {name: _needs(jobs.get(name), stages) for name in stages}
    arrows = tuple(Arrow[Line](before, name) for name in stages for before in _nearest(needs, name))
    given = {"file": delivery.fact("file"), "stages": delivery.fact("stages")}
    waiting = tuple(fact for job in jobs.values() if (fact := job.fact("needs")))
    caption = (say("figure.workflow", delivery.key, waiting=waiting, **given),)
    return (Diagram(caption, Flowchart((Group(None, shapes),), arrows)),)


def _shape(delivery: Node, job: Node | None, name: str) -> Shape[Line]:
    labels: list[Line] = [
        (say("figure.job", f"{delivery.key}.{name}", job=name, stages=delivery.fact("stages")),),
    ]
    environment = job.fact("environment") if job else None
    if environment:
        labels.append((say("figure.environment", f"{delivery.key}.{name}", environment=environment),))
    return Shape(name, Kind.GATE if name.startswith(_GATE) else Kind.STEP, tuple(labels))


def _needs(job: Node | None, stages: tuple[str, ...]) -> tuple[str, ...]:
    needs = job.read_value("needs") if job else None
    return tuple(name for name in needs if name in stages) if isinstance(needs, tuple) else ()


def _nearest(needs: Mapping[str, tuple[str, ...]], name: str) -> tuple[str, ...]:
    """Return the jobs that `name` waits for, but for those that these wait for themselves."""
    further = {other for before in needs[name] for other in _before(needs, before)}
    return tuple(before for before in needs[name] if before not in further)


def _before(needs: Mapping[str, tuple[str, ...]], name: str, seen: frozenset[str] = frozenset()) -> set[str]:
    """Return every job that is over when `name` begins."""
    if name in seen:
        return set()
    return {other for before in needs[name] for other in (before, *_before(needs, before, seen | {name}))}
