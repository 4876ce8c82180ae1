"""Deploy and pray: after the deployment nobody and nothing looks whether it works."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import value_of
from relinfra.linter.context import LintContext
from relinfra.linter.finding import LintFinding

__all__ = ["find"]


def find(context: LintContext) -> Iterator[LintFinding]:
    """Yield every sign of it."""
    live = context.live
    workflows = context.repository.project.repository.workflows
    asked = any("smoke" in stage for workflow in workflows for stage in value_of(workflow.stages) or ())
    for name, service in live.services.items() if live and not asked else ():
        if live and service.port and not service.synthetics:
            found = f"nothing asks for `{name}` from outside after a release"
            yield context.in_matrix(
                found, "Give it `synthetics`, or a smoke test in the workflow.", live.name, "services", name
            )
    if context.release and not context.release.journeys:
        yield from context.in_release("no journey of users is named", "Add `journeys`.", "journeys")
    if context.release and not context.release.metrics:
        yield from context.in_release("no metric of the business is watched", "Add `metrics`.", "metrics")
