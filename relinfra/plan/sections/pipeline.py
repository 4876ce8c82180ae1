"""Pipeline: the workflow the repository really has."""

from __future__ import annotations

from collections.abc import Sequence

from relinfra.claims import Asked, Misfit, asked_of, misfits
from relinfra.evidence import Fact, Facts, value_of
from relinfra.evidence.records.project import Job, Workflow
from relinfra.evidence.records.stage import Stage
from relinfra.plan.figures import workflow as drawn
from relinfra.plan.model import Block, Bullet, Bullets, Excerpt, Given, Line, Paragraph, Section, Statement
from relinfra.plan.say import label, say

__all__ = ["deliveries", "deploying", "jobs_in_order", "pipeline"]


def deliveries(facts: Facts) -> tuple[Workflow, ...]:
    """Return the workflows that synthesize, check or apply these stacks."""
    return tuple(workflow for workflow in facts.project.repository.workflows if workflow.delivers)


def jobs_in_order(workflow: Workflow) -> tuple[Job, ...]:
    """Return the jobs of a workflow as they follow each other."""
    order = value_of(workflow.stages) or ()

    def rank(job: Job) -> tuple[int, str]:
        return order.index(job.key) if job.key in order else len(order), job.key

    return tuple(sorted(workflow.jobs, key=rank))


def deploying(facts: Facts, stage: Stage) -> tuple[tuple[Workflow, Job], ...]:
    """Return the jobs that bring a release to a stage, each with its workflow."""
    name, releasing = stage.id.partition("@")[0], (one for one in deliveries(facts) if one.releases)
    return tuple(
        (workflow, job) for workflow in releasing for job in workflow.jobs if value_of(job.environment) == name
    )


def pipeline(facts: Facts) -> Section:
    """Return the section on the pipeline."""
    found, asked = deliveries(facts), asked_of(facts)
    blocks = (
        tuple(block for workflow in found for block in (*_misfits(workflow, asked), *_workflow(workflow)))
        if found
        else _none(facts)
    )
    return Section("pipeline", None, (*blocks, *_beside(facts, asked)))


def _beside(facts: Facts, asked: Sequence[Asked]) -> tuple[Block, ...]:
    """Return the workflows that go with that of the release: the way back, and the look for drift."""
    blocks: list[Block] = []
    for one in facts.project.repository.workflows:
        if one.goes_with_init:
            given = {"name": one.name, "file": one.file, "offers": one.offers, "triggers": one.triggers}
            line = say("pipeline.beside", one.key, goes=one.goes_with_init, **given)
            blocks += [*_misfits(one, asked), Paragraph((line,))]
    return tuple(blocks)


def _none(facts: Facts) -> tuple[Block, ...]:
    others = facts.project.repository.workflows
    if not others:
        return (Paragraph((say("pipeline.none"),)),)
    return (Paragraph((say("pipeline.none_delivers", files=Workflow.file.each(others)),)),)


def _misfits(workflow: Workflow, asked: Sequence[Asked]) -> tuple[Block, ...]:
    """Return in what a workflow of ours no longer fits the matrix, nothing of a team's own."""
    found = misfits(workflow, asked)
    if not found:
        return ()
    opening = Paragraph((say("pipeline.misfit.opening", workflow.key, file=workflow.file),))
    return (opening, Bullets(tuple(Bullet((_misfit(workflow, one),)) for one in found)))


def _misfit(workflow: Workflow, one: Misfit) -> Statement:
    about = f"{workflow.key}.{one.environment}"
    words: dict[str, Given] = {
        "environment": one.environment,
        "job": one.job,
        "wanted": one.wanted or "—",
        "found": one.found or "—",
    }
    return Statement(f"pipeline.misfit.{one.kind}/{about}", f"pipeline.misfit.{one.kind}", words, rests=_proof(one))


def _proof(one: Misfit) -> tuple[Fact, ...]:
    return (one.fact,) if one.fact else ()


def _workflow(workflow: Workflow) -> list[Block]:
    file, about = workflow.file, workflow.key
    delivers, triggers = workflow.delivers, workflow.triggers
    name = workflow.name
    opening = [say("pipeline.named" if name else "pipeline.workflow", about, file=file, delivers=delivers, name=name)]
    if triggers:
        opening.append(say("pipeline.triggers", about, triggers=triggers))
    blocks: list[Block] = [Paragraph(tuple(opening))]
    quote = workflow.quote
    if quote:
        blocks.append(Excerpt("yaml", say("pipeline.quote", about, quote=quote)))
    return [*blocks, Bullets((_stages(workflow), _caching(workflow), _scanning(workflow))), *drawn(workflow)]


def _stages(workflow: Workflow) -> Bullet:
    line = [label("pipeline.stages"), say("pipeline.order", workflow.key, stages=workflow.stages)]
    for job in jobs_in_order(workflow):
        environment = job.environment
        if environment:
            about = f"{workflow.key}.{job.key}"
            line.append(say("pipeline.environment", about, job=job.key, environment=environment))
        elif job.environments:
            about = f"{workflow.key}.{job.key}"
            line.append(say("pipeline.environments", about, job=job.key, environments=job.environments))
    return Bullet(tuple(line))


def _caching(workflow: Workflow) -> Bullet:
    return Bullet((label("pipeline.caching"), *_listed(workflow, "caching", workflow.caching)))


def _scanning(workflow: Workflow) -> Bullet:
    return Bullet((label("pipeline.security"), *_listed(workflow, "scanning", workflow.scanning)))


def _listed(workflow: Workflow, what: str, found: Fact | None) -> Line:
    if found is None:
        return (say(f"pipeline.no_{what}", workflow.key, file=workflow.file),)
    return (say(f"pipeline.has_{what}", workflow.key, found=found),)
