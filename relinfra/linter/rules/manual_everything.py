"""Manual everything: steps that a program could repeat are left to people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relinfra.linter.context import LintContext
from relinfra.linter.finding import LintFinding, Remedy

__all__ = ["find"]

_INIT = "`relinfra init --workflow` writes one that does."
_BY_HAND = {"workflow_dispatch", "repository_dispatch", "workflow_call"}


def find(context: LintContext) -> Iterator[LintFinding]:
    """Yield every sign of it."""
    if not context.delivering:
        yield context.without_workflow("no workflow delivers these stacks", "`relinfra init` writes one.")
    else:
        yield from _undelivered(context)
    yield from _unstarted(context)
    for name, journey in context.release.journeys.items() if context.release else ():
        path = ("journeys", name)
        if not journey.automated:
            found = f"journey `{name}` is walked by hand in every release"
            walked: dict[tuple[str, ...], Any] = {(*path, "automated"): True, (*path, "test"): "e2e/journey.spec.ts"}
            yield from context.in_release(found, Remedy("Write a test for it, and name it in `test`.", walked), *path)
        elif not journey.test:
            found = f"journey `{name}` is said to be walked by a test that nobody names"
            remedy = Remedy.to_set("Name it in `test`.", *path, "test", value="e2e/journey.spec.ts")
            yield from context.in_release(found, remedy, *path)


def _undelivered(context: LintContext) -> Iterator[LintFinding]:
    """Yield the environments that no job deploys into, and the jobs that only seem to."""
    for environment in context.stages:
        jobs = [(workflow, job) for workflow in context.delivering for job in workflow.deploying(environment.name)]
        hollow = [(workflow, job) for workflow, job in jobs if not job.does_something]
        for workflow, job in hollow:
            found = f"job `{job.key}` is in environment {environment.name} and deploys nothing"
            yield context.in_workflow(found, f"Let it apply the stacks. {_INIT}", workflow, job)
        if not jobs:
            found = f"no job deploys into {environment.name}"
            yield context.in_workflow(found, _INIT, context.delivering[0])


def _unstarted(context: LintContext) -> Iterator[LintFinding]:
    """Yield the deliveries that only a person starts."""
    for workflow in context.delivering:
        into_live = any(workflow.deploying(one.name) for one in context.live)
        if workflow.triggers and set(workflow.triggers) <= _BY_HAND and into_live:
            yield context.in_workflow("only a person starts the delivery", "Start it by a push to main.", workflow)
