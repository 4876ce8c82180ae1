"""The start: a job that is approved and started, or stacks that a person applies; and where migrations stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from relinfra.evidence import Fact, Facts, Figure, value_of
from relinfra.evidence.facts import Everything
from relinfra.evidence.records.project import StackFacts
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.plan.day.act import Act, Phase
from relinfra.plan.model import Line
from relinfra.plan.once import once
from relinfra.plan.people import acting
from relinfra.plan.say import command, label, say
from relinfra.plan.sections.infrastructure import in_order
from relinfra.plan.sections.migrations import comes_first
from relinfra.plan.sections.pipeline import deploying

__all__ = ["applied", "goes_on", "image_tags", "started", "started_early", "starting"]

_BY_HAND = "workflow_dispatch"


def starting(
    facts: Facts, stages: tuple[Stage, ...], upgrades: tuple[Act, ...], changes: tuple[Act, ...]
) -> Iterator[Phase]:
    """Yield the start, and what changes databases, in their order.

    A major upgrade comes with the first apply. A task that comes first runs between the stacks it needs and the others,
    one that does not when all are applied; a job may run them by itself. What no task changes is changed before.
    """
    if not stages:
        return
    stage, migrated = stages[0], tuple(Phase((act,)) for act in changes)
    jobs, tasks = deploying(facts, stage), any(one.migration.family for each in stages for one in each.services)
    before, after = _parted(facts, stages)
    by_itself = any(job.migrates for _, job in jobs)
    start = _by_job(facts, stage) if jobs else _by_hand(facts, stage, "apply", after)
    begun = (Phase((start,)), *(Phase((act,)) for act in upgrades))
    if before and not by_itself:
        yield Phase((_by_hand(facts, stage, "prepare", before),))
        yield from (*begun[1:], *migrated, begun[0])
    else:
        yield from (*begun, *migrated) if tasks else (*migrated, *begun)


def _parted(facts: Facts, stages: tuple[Stage, ...]) -> tuple[Sequence[StackFacts], Sequence[StackFacts]]:
    """Return the stacks before migrations that come first, and those after."""
    stacks = in_order(facts, stages[0])
    services = (service for stage in stages for service in stage.services)
    first = {value_of(service.migration.stack) for service in services if comes_first(service)}
    last = max((place for place, stack in enumerate(stacks, start=1) if stack.key in first), default=0)
    return stacks[:last], stacks[last:]


def started_early(facts: Facts) -> Iterator[Act]:
    """Yield the start of the workflow, where an approval holds it before customers: so much of it takes no window."""
    stage = next((first for first, *_ in facts.live_environments), None)
    if stage and deploying(facts, stage) and stage.environment_approval.reviewers:
        workflow, _ = deploying(facts, stage)[0]
        yield Act(
            f"start.{stage.id}",
            acting(facts, "release_manager", f"day.start_early.{stage.id}"),
            (say("day.start_early", stage.id, file=workflow.file, stage=stage.name),),
            tuple(line for line in started(facts, stage) if line and line[0].command),
            (label("day.waits_for_approval"),),
            abort=((label("day.not_waiting"),),),
        )


def goes_on(facts: Facts, stage: Stage) -> bool:
    """Return whether the run that was started for an environment of customers before this one goes on into this."""
    others = (first for first, *_ in facts.live_environments)
    before = takewhile(lambda one: one.environment != stage.environment, others)
    begun = {workflow.key for one in before for workflow, _ in deploying(facts, one)}
    return any(workflow.key in begun for workflow, _ in deploying(facts, stage))


def _by_job(facts: Facts, stage: Stage) -> Act:
    """Return what lets a job deploy: an approval where there is one, a start where no run was started before."""
    workflow, reviewers, again = (
        deploying(facts, stage)[0][0],
        stage.environment_approval.reviewers,
        goes_on(facts, stage),
    )
    first = next((one for one, *_ in facts.live_environments), stage)
    held = _held(stage)
    begun = again or (first.environment == stage.environment and bool(reviewers))
    if reviewers and begun:
        does = say("day.approve_in", stage.id, reviewers=reviewers, stage=stage.name)
    elif begun:
        does = say("day.goes_on", stage.id, stage=stage.name)
    else:
        does = say("day.start", stage.id, file=workflow.file, stage=stage.name)
    return Act(
        f"{'approve' if begun else 'start'}.{stage.id}",
        acting(facts, "release_manager", f"day.start.{stage.id}"),
        (does, *((say("day.approve", stage.id, reviewers=reviewers),) if reviewers and not begun else ())),
        () if begun else tuple(line for line in started(facts, stage) if line and line[0].command),
        (label("day.started"),),
        (say("day.held", stage.id, minutes=held),) if held else (),
        ((label("day.not_started"),),),
        held,
    )


def _held(stage: Stage) -> Fact[Figure] | None:
    """Return for how long GitHub holds a job of a stage from its turn on; None where it does not.

    https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments#wait-timer
    """
    minutes = stage.environment_approval.wait_minutes
    return minutes if minutes and minutes.number else None


def _by_hand(facts: Facts, stage: Stage, which: str, stacks: Sequence[StackFacts]) -> Act:
    return Act(
        f"{which}.{stage.id}",
        acting(facts, "devops_engineer", f"day.{which}.{stage.id}"),
        (say(f"day.{which}", stage.id, stage=stage.name),),
        (applied(stage, f"day.{which}.{stage.id}", stacks),),
        (label("day.applied"),),
        abort=((label("day.not_applied"),),),
    )


def started(facts: Facts, stage: Stage) -> tuple[Line, ...]:
    """Return how the deployment of a stage is started: the jobs with their command, or the stacks by hand."""
    jobs = deploying(facts, stage)
    if not jobs:
        return ((say("day.by_hand", stage.id, stage=stage.name),),)
    lines: list[Line] = []
    for workflow, job in jobs:
        about = f"{workflow.key}.{job.key}"
        given = {"job": job.key, "file": workflow.file, "triggers": workflow.triggers}
        lines.append((say("day.job", about, **given),))
        if workflow.file and _BY_HAND in (value_of(workflow.triggers) or ()):
            asked = value_of(workflow.inputs) or ()
            tags = tuple(tag for tag in image_tags(stage) if tag.value in asked)
            name = str(workflow.file.value).rpartition("/")[2]
            lines.append(
                (command("dispatch", about, name=name, file=workflow.file, tags=tags, inputs=workflow.inputs),)
            )
    return tuple(lines)


def applied(stage: Stage, about: str, stacks: Sequence[StackFacts]) -> Line:
    """Return the command that applies stacks one after another, with the image tags they ask for."""
    names = tuple(
        Fact(f"{stack.id}.name", stack.key, "", stack.resources.evidence, "place")
        for stack in stacks
        if stack.resources
    )
    return (command("apply_stacks", about, stacks=names, tags=image_tags(stage)),) if names else ()


def image_tags(stage: Stage) -> tuple[Fact, ...]:
    """Return the variables of Terraform that name the images of a stage in all its regions, each once."""
    regions = (one for one in Everything(stage.facts, "").stages if one.environment == stage.environment)
    variables = Service.image_variable.each(service for one in regions for service in one.services)
    return once(variables, lambda one: one.value)
