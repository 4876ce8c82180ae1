"""Skipped stages: a release may reach customers without having passed the stages before."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.linter.context import LintContext
from relinfra.linter.finding import LintFinding

__all__ = ["find"]


def find(context: LintContext) -> Iterator[LintFinding]:
    """Yield every sign of it."""
    if context.stages and context.stages[0] in context.live:
        live = context.stages[0]
        found = f"nothing on AWS rehearses a release before {live.name}"
        yield context.in_matrix(found, "Add an environment before it to `environments` and `promotion`.", live.name)
    for workflow in context.delivering:
        for index, environment in enumerate(context.stages[1:]):
            earlier = workflow.deploying(context.stages[index].name)
            for job in workflow.deploying(environment.name):
                others = [one for one in earlier if one.key != job.key]
                if others and not any(workflow.after(job, one) for one in others):
                    found = f"job `{job.key}` does not wait for {context.stages[index].name}"
                    remedy = f"Let it need the jobs that deploy and try {context.stages[index].name}."
                    yield context.in_workflow(found, remedy, workflow, job)
