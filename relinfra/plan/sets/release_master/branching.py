"""The branching model: branches, the way of a release through them, tags, what CI does with each."""

from __future__ import annotations

from relinfra.evidence import Facts
from relinfra.evidence.records.project import Job, Workflow
from relinfra.plan.figures import branches
from relinfra.plan.missing import missing
from relinfra.plan.model import Block, Bullet, Bullets, Given, Line, Paragraph, Section, Step, Steps
from relinfra.plan.released_branch import released_branch
from relinfra.plan.say import say
from relinfra.plan.sections.pipeline import deliveries, jobs_in_order
from relinfra.plan.sections.versioning import versioning

__all__ = ["branching"]

_MODELS = ("trunk", "git_flow")
_FLOW_STEPS = {"trunk": ("work", "merge", "tag", "hotfix"), "git_flow": ("work", "cut", "merge", "hotfix")}
_BRANCHES = {"trunk": ("main", "feature"), "git_flow": ("main", "develop", "release", "feature")}
_TAGS = {"trunk": ("release",), "git_flow": ("release", "candidate", "hotfix")}


def branching(facts: Facts) -> tuple[Section, ...]:
    """Return the branching model, from the branches to what CI does with each."""
    return (
        Section("branch.branches", None, (Bullets(tuple(_branches(facts))),)),
        Section("branch.flow", None, tuple(_flow(facts))),
        Section("branch.tags", None, (Bullets(tuple(_tags(facts))),)),
        Section("branch.pipeline", None, tuple(_pipeline(facts))),
        *_numbers(facts),
    )


def _model(facts: Facts) -> str | None:
    model = facts.release.branching.model
    return str(model.value) if model and model.value in _MODELS else None


def _branches(facts: Facts) -> list[Bullet]:
    name, model = _model(facts), facts.release.branching.model
    if name is None:
        return [Bullet((missing("branching.model"),))]
    main, develop = released_branch(facts), facts.release.branching.develop
    bullets = [Bullet((say(f"branch.model.{name}", model=model),))]
    for branch in _BRANCHES[name]:
        given: dict[str, Given] = {"main": main, "develop": develop}
        bullets.append(Bullet((say(f"branch.branch.{branch}", **given),)))
    return bullets


def _flow(facts: Facts) -> list[Block]:
    name = _model(facts)
    if name is None:
        return [Paragraph((missing("branching.model"),))]
    main = released_branch(facts)
    version = facts.release.version
    steps = (Step((say(f"branch.flow.{name}.{step}", main=main, version=version),)) for step in _FLOW_STEPS[name])
    return [*branches(facts), Steps(tuple(steps))]


def _tags(facts: Facts) -> list[Bullet]:
    name, version = _model(facts), facts.release.version
    tags = _TAGS[name] if name else ("release",)
    return [Bullet((say(f"branch.tag.{tag}", version=version),)) for tag in tags]


def _pipeline(facts: Facts) -> list[Block]:
    lines: list[Line] = []
    for workflow in deliveries(facts):
        lines.append((say("branch.triggers", workflow.key, file=workflow.file, triggers=workflow.triggers),))
        lines.append((say("branch.stages", workflow.key, stages=workflow.stages),))
        lines += [line for job in jobs_in_order(workflow) if (line := _job(facts, workflow, job))]
    return [Bullets(tuple(Bullet(line) for line in lines))] if lines else [Paragraph((missing("pipeline"),))]


def _job(facts: Facts, workflow: Workflow, job: Job) -> Line:
    """Return where a job deploys, or with which environments of GitHub it only runs; nothing where with none."""
    about, stages = f"{workflow.key}.{job.key}", {stage.environment for stage in facts.stages}
    if job.environment and job.environment.value in stages:
        return (say("branch.deploys", about, job=job.key, environment=job.environment),)
    environments = job.environments or job.environment
    return (say("branch.runs", about, job=job.key, environments=environments),) if environments else ()


def _numbers(facts: Facts) -> tuple[Section, ...]:
    return (Section("branch.versions", None, versioning(facts).blocks),)
