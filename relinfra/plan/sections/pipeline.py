"""Section 3: the workflow the repository really has."""

from __future__ import annotations

from relinfra.evidence import Facts, Node
from relinfra.plan.figures import workflow as drawn
from relinfra.plan.model import Block, Bullet, Bullets, Excerpt, Line, Paragraph, Section
from relinfra.plan.say import label, say

__all__ = ["deliveries", "deploying", "jobs_in_order", "pipeline"]


def deliveries(facts: Facts) -> tuple[Node, ...]:
    """Return the workflows that synthesize, check or apply these stacks."""
    return tuple(node for node in facts.at("project.repository").nodes("workflow") if node.fact("delivers"))


def jobs_in_order(workflow: Node) -> tuple[Node, ...]:
    """Return the jobs of a workflow as they follow each other."""
    stages = workflow.read_value("stages")
    order = list(stages) if isinstance(stages, tuple) else []
    jobs = workflow.nodes("job")
    return tuple(sorted(jobs, key=lambda job: (order.index(job.key) if job.key in order else len(order), job.key)))


def deploying(facts: Facts, stage: Node) -> tuple[tuple[Node, Node], ...]:
    """Return the jobs that deploy into a stage, each with its workflow."""
    name = stage.id.partition("@")[0]
    return tuple(
        (workflow, job)
        for workflow in deliveries(facts)
        for job in workflow.nodes("job")
        if job.read_value("environment") == name
    )


def pipeline(facts: Facts) -> Section:
    """Return the section."""
    found = deliveries(facts)
    blocks = tuple(block for workflow in found for block in _workflow(workflow)) if found else _none(facts)
    return Section("pipeline", 3, blocks)


def _none(facts: Facts) -> tuple[Block, ...]:
    others = facts.at("project.repository").nodes("workflow")
    if not others:
        return (Paragraph((say("pipeline.none"),)),)
    files = tuple(fact for other in others if (fact := other.fact("file")))
    return (Paragraph((say("pipeline.none_delivers", files=files),)),)


def _workflow(workflow: Node) -> list[Block]:
    file, about = workflow.fact("file"), workflow.key
    delivers, triggers = workflow.fact("delivers"), workflow.fact("triggers")
    name = workflow.fact("name")
    opening = [say("pipeline.named" if name else "pipeline.workflow", about, file=file, delivers=delivers, name=name)]
    if triggers:
        opening.append(say("pipeline.triggers", about, triggers=triggers))
    blocks: list[Block] = [Paragraph(tuple(opening))]
    quote = workflow.fact("quote")
    if quote:
        blocks.append(Excerpt("yaml", say("pipeline.quote", about, quote=quote)))
    return [*blocks, Bullets((_stages(workflow), _caching(workflow), _scanning(workflow))), *drawn(workflow)]


def _stages(workflow: Node) -> Bullet:
    line = [label("pipeline.stages"), say("pipeline.order", workflow.key, stages=workflow.fact("stages"))]
    for job in jobs_in_order(workflow):
        environment = job.fact("environment")
        if environment:
            about = f"{workflow.key}.{job.key}"
            line.append(say("pipeline.environment", about, job=job.key, environment=environment))
    return Bullet(tuple(line))


def _caching(workflow: Node) -> Bullet:
    return Bullet((label("pipeline.caching"), *_listed(workflow, "caching")))


def _scanning(workflow: Node) -> Bullet:
    return Bullet((label("pipeline.security"), *_listed(workflow, "scanning")))


def _listed(workflow: Node, name: str) -> Line:
    found = workflow.fact(name)
    if found is None:
        return (say(f"pipeline.no_{name}", workflow.key, file=workflow.fact("file")),)
    return (say(f"pipeline.has_{name}", workflow.key, found=found),)
