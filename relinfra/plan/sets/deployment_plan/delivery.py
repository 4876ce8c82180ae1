"""The sections on building and packaging, and on the pipeline that deploys."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import Fact, Facts, value_of
from relinfra.evidence.records.project import Job, Workflow
from relinfra.evidence.records.stage import Stage
from relinfra.plan.blocks import under
from relinfra.plan.missing import missing
from relinfra.plan.model import Line, Section, Subheading
from relinfra.plan.say import label, say
from relinfra.plan.sections.pipeline import deliveries, deploying, jobs_in_order
from relinfra.plan.sections.pipeline import pipeline as quoted
from relinfra.plan.sections.secrets import secrets
from relinfra.plan.sections.versioning import versioning
from relinfra.plan.stages import deployed

__all__ = ["build", "pipeline"]


def build(facts: Facts) -> Section:
    """Return the section on building and packaging."""
    blocks = (
        *under("deploy.steps", list(_steps(facts)) or [(missing("pipeline"),)]),
        Subheading((label("deploy.artifacts"),)),
        *versioning(facts).blocks,
        *under("deploy.containers", list(_containers(facts))),
    )
    return Section("deploy.build", None, blocks)


def _steps(facts: Facts) -> Iterator[Line]:
    for workflow in deliveries(facts):
        caching, scanning = workflow.caching, workflow.scanning
        yield (say("deploy.built", workflow.key, file=workflow.file),)
        if caching:
            yield (say("deploy.cached", workflow.key, caching=caching),)
        if scanning:
            yield (say("deploy.scanned", workflow.key, scanning=scanning),)


def _containers(facts: Facts) -> Iterator[Line]:
    for stage in deployed(facts):
        for service in stage.services:
            given: dict[str, Fact | None] = {
                "launch_type": service.launch_type,
                "architecture": service.architecture,
                "cpu": service.cpu,
                "memory": service.memory,
            }
            if all(given.values()):
                yield (say("deploy.container", service.id, name=service.name, **given),)


def pipeline(facts: Facts) -> Section:
    """Return the section on the pipeline that deploys, stage by stage."""
    blocks = (
        *quoted(facts).blocks,
        *under("deploy.mvp_stages", [line for stage in deployed(facts) for line in _stage(facts, stage)]),
        *under("deploy.later_stages", [(label(f"deploy.added.{name}"),) for name in ("analysis", "flags", "cleanup")]),
        Subheading((label("deploy.configuration"),)),
        *secrets(facts).blocks,
    )
    return Section("deploy.pipeline", None, blocks)


def _next(workflow: Workflow, job: Job) -> Iterator[Job]:
    """Yield the jobs that begin as soon as one has ended."""
    over = {job.key, *(value_of(job.before) or ())}
    for one in jobs_in_order(workflow):
        needs = set(value_of(one.needs) or ())
        if job.key in needs and needs <= over:
            yield one


def _stage(facts: Facts, stage: Stage) -> Iterator[Line]:
    for workflow, job in deploying(facts, stage):
        about = f"{stage.id}.{job.key}"
        then = (
            say("deploy.followed", f"{about}.{one.key}", job=one.key, told=one.needs) for one in _next(workflow, job)
        )
        yield (say("deploy.deploys", about, job=job.key, stage=stage.title), *then)
    if not deploying(facts, stage):
        yield (say("deploy.by_hand", stage.id, stage=stage.title),)
