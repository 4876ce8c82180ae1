"""The pipeline while people act: it is held before they change anything, and let go when they have."""

from __future__ import annotations

from relinfra.evidence import Fact, value_of
from relinfra.evidence.facts import Everything
from relinfra.evidence.records.project import Job, Workflow
from relinfra.evidence.records.service import Service
from relinfra.evidence.records.stage import Stage
from relinfra.runbook.step import Kind, Step

__all__ = ["held", "image_kept", "let_go", "runs_cancelled", "runs_ended"]

_RUNS_END_WITHIN = 60


def held(stage: Stage) -> tuple[Step, ...]:
    """Return how nothing new is applied to a stage while people act there: its workflows are switched off.

    Runs that wait for an approval are cancelled with that: they would keep everybody waiting, and deploy when approved.
    GitHub gives them the status `waiting`, and cancels them: https://github.com/styfle/cancel-workflow-action/issues/75
    """
    known = [_named(stage, workflow) for workflow, _ in _deploying(stage)]
    if not known:
        return (Step("hold_people", Kind.DECIDE, given={"stage": stage.name}),)
    return tuple(Step("hold", Kind.ACT, "hold_workflow", given=one) for one in known)


def runs_ended(stage: Stage) -> tuple[Step, ...]:
    """Return the wait for runs that had begun before the workflows were switched off."""
    known = [_named(stage, workflow) for workflow, _ in _deploying(stage)]
    return tuple(
        Step("runs_end", Kind.AWAIT, "count_runs", given=one, expected="0", minutes=_RUNS_END_WITHIN) for one in known
    )


def runs_cancelled(stage: Stage) -> tuple[Step, ...]:
    """Return how runs that had begun are ended at once: one that waits for a lost region would wait until its limit."""
    known = [_named(stage, workflow) for workflow, _ in _deploying(stage)]
    cancelled = tuple(Step("runs_cancel", Kind.ACT, "cancel_runs", given=one) for one in known)
    return (*cancelled, *runs_ended(stage))


def let_go(stage: Stage) -> tuple[Step, ...]:
    """Return how the pipeline goes on."""
    known = [_named(stage, workflow) for workflow, _ in _deploying(stage)]
    if not known:
        return (Step("let_go_people", Kind.DECIDE, given={"stage": stage.name}),)
    return tuple(Step("let_go", Kind.ACT, "release_workflow", given=one) for one in known)


def image_kept(stage: Stage, service: Service) -> tuple[Step, ...]:
    """Return how the next apply deploys the image that runs now, and not the one that was turned back."""
    variable, image = service.image_variable, service.image
    if not (variable and image and "${" in image.value and not image.value.startswith("${")):
        return (Step("image_kept", Kind.DECIDE, given={"name": service.name, "image": image}),)
    deploying = [workflow for workflow, _ in _deploying(stage)]
    built = [workflow for workflow in deploying if _builds(workflow, service)]
    if built:
        # Its images come before the variable: the workflow never reads one.
        given = [{"name": service.name, "file": workflow.file} for workflow in built]
        return tuple(Step("image_built", Kind.DECIDE, given=one) for one in given)
    named = {"region": stage.region, "cluster": service.cluster, "name": service.name, "image": image}
    learn = Step("tag", Kind.LEARN, "running_tag", given=named, variable="TAG")
    kept = [
        Step("tag_kept", Kind.ACT, "keep_tag", given={**_named(stage, workflow), "variable": variable})
        for workflow in deploying
    ]
    told = Step("tag_told", Kind.DECIDE, given={"name": service.name, "variable": variable})
    return (learn, *(kept or (told,)))


def _builds(workflow: Workflow, service: Service) -> bool:
    """Whether a job of a workflow builds the image of a service, as that of the pipeline does."""
    return any(job.key.replace("-", "_") == f"image_{service.key}".replace("-", "_") for job in workflow.jobs)


def _named(stage: Stage, workflow: Workflow) -> dict[str, Fact | None]:
    return {"repository": Everything(stage.facts, "").project.repository_name, "file": workflow.file}


def _deploying(stage: Stage) -> tuple[tuple[Workflow, Job], ...]:
    """Return each workflow that deploys into a stage, with the first of its jobs that does."""
    everything = Everything(stage.facts, "").project
    if everything.repository_name is None:
        return ()
    name = stage.id.partition("@")[0]
    found: dict[str, tuple[Workflow, Job]] = {}
    for workflow in everything.repository.workflows:
        for job in workflow.jobs if workflow.delivers and workflow.file else ():
            if value_of(job.environment) == name:
                found.setdefault(workflow.id, (workflow, job))
    return tuple(found.values())
