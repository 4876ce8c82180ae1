"""Manual everything: steps that a program could repeat are left to people."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.evidence import value_of
from relinfra.linter.context import LintContext
from relinfra.linter.finding import LintFinding
from relinfra.reading.problems import Position

__all__ = ["find"]


def find(context: LintContext) -> Iterator[LintFinding]:
    """Yield every sign of it."""
    workflows = context.repository.project.repository.workflows
    if not any(value_of(workflow.delivers) for workflow in workflows):
        where = Position(".github/workflows", 1, 1)
        yield context.at(where, "no workflow delivers these stacks", "`relinfra init` writes one.")
    for name, journey in context.release.journeys.items() if context.release else ():
        if not journey.automated:
            found = f"journey `{name}` is walked by hand in every release"
            yield from context.in_release(found, "Write a test for it, and name it in `test`.", "journeys", name)
