"""The jobs of a workflow, and which of them wait for which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from relinfra.evidence import Fact, value_of
from relinfra.evidence.records.project import Job, Workflow
from relinfra.plan.diagrams import Arrow, Flowchart, Group, Kind, Shape
from relinfra.plan.model import Diagram, Line
from relinfra.plan.say import say

__all__ = ["workflow"]

_GATE = "approval"


def workflow(delivery: Workflow) -> tuple[Diagram, ...]:
    """Return the diagram of a workflow, none where it has no job."""
    stages = value_of(delivery.stages)
    if not stages:
        return ()
    jobs = {job.key: job for job in delivery.jobs}
    shapes = tuple(_shape(delivery, jobs.get(name), name) for name in stages)
    needs = {name: _needs(jobs.get(name), stages) for name in stages}
    arrows = tuple(Arrow[Line](before, name) for name in stages for before in _nearest(needs, name))
    given = {"file": delivery.file, "stages": delivery.stages}
    waiting = Job.needs.each(jobs.values())
    caption = (say("figure.workflow", delivery.key, waiting=waiting, **given),)
    return (Diagram(caption, Flowchart((Group(None, shapes),), arrows)),)


def _shape(delivery: Workflow, job: Job | None, name: str) -> Shape[Line]:
    labels: list[Line] = [
        (say("figure.job", f"{delivery.key}.{name}", job=name, stages=delivery.stages),),
    ]
    about = f"{delivery.key}.{name}"
    if job and job.environment:
        labels.append((say("figure.environment", about, environment=job.environment),))
    elif job and job.environments:
        labels += _each_of(about, job.environments)
    return Shape(name, Kind.GATE if name.startswith(_GATE) else Kind.STEP, tuple(labels))


def _each_of(about: str, environments: Fact[tuple[str, ...]]) -> Iterator[Line]:
    """Yield a line for each environment that the entries of a job run in."""
    for name in environments.value:
        one = Fact(f"{environments.id}.{name}", name, "", environments.evidence, environments.how)
        yield (say("figure.environment", f"{about}.{name}", environment=one),)


def _needs(job: Job | None, stages: tuple[str, ...]) -> tuple[str, ...]:
    needs = value_of(job.needs) if job else None
    return tuple(name for name in needs or () if name in stages)


def _nearest(needs: Mapping[str, tuple[str, ...]], name: str) -> tuple[str, ...]:
    """Return the jobs that `name` waits for, but for those that these wait for themselves."""
    further = {other for before in needs[name] for other in _before(needs, before)}
    return tuple(before for before in needs[name] if before not in further)


def _before(needs: Mapping[str, tuple[str, ...]], name: str, seen: frozenset[str] = frozenset()) -> set[str]:
    """Return every job that is over when `name` begins."""
    if name in seen:
        return set()
    return {other for before in needs[name] for other in (before, *_before(needs, before, seen | {name}))}
