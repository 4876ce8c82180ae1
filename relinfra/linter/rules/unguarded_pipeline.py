"""Unguarded pipeline: nothing in the delivery stops a release that breaks what was agreed on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relinfra.linter.context import LintContext
from relinfra.linter.finding import LintFinding
from relinfra.linter.workflow_fit import REMEDY, found_misfits
from relinfra.linter.workflow_fit import told as differs

__all__ = ["find"]

_GUARDS = {
    "holds the stacks to the policies": re.compile(r"\brelinfra (?:check|build)\b|\bcheckov\b"),
    "proves the documents": re.compile(r"\brelinfra (?:verify\b(?!.*--state)|build\b)"),
    "runs this lint": re.compile(r"\brelinfra lint\b"),
}
_KEYS = re.compile(r"AWS_SECRET_ACCESS_KEY|aws-secret-access-key")


def find(context: LintContext) -> Iterator[LintFinding]:
    """Yield every sign of it."""
    for told, pattern in _GUARDS.items():
        # A way back guards no release, whatever it proves.
        guarding = (workflow for workflow in context.workflows if not workflow.goes_back)
        jobs = [(workflow, job) for workflow in guarding for job in workflow.jobs.values() if job.runs(pattern)]
        if context.delivering and not jobs:
            remedy = "`relinfra init --workflow` writes one that does."
            yield context.in_workflow(f"no job {told}", remedy, context.delivering[0])
        for workflow, job in jobs:
            steps = [step for step in job.steps if pattern.search(step.run)]
            if job.tolerated or job.skipped or all(step.cannot_fail or step.skipped for step in steps):
                found = f"job `{job.key}` {told}, and its failure stops nothing"
                yield context.in_workflow(found, "Let its failure fail the run.", workflow, job)
    by_path = {workflow.path: workflow for workflow in context.workflows}
    for path, misfit in found_misfits(context.matrix, context.facts.project.repository.workflows):
        if path in by_path:
            workflow = by_path[path]
            yield context.in_workflow(differs(misfit), REMEDY, workflow, workflow.jobs.get(misfit.job))
    for workflow in context.workflows:
        if workflow.delivers and _KEYS.search(workflow.text):
            found = "keys of AWS that do not expire lie in the repository's secrets"
            yield context.in_workflow(found, "Let GitHub's token become a role (`bootstrap`).", workflow)
