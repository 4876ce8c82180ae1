"""Missing criteria: nothing says what has to be true before the release."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.linter.context import LintContext
from relinfra.linter.finding import LintFinding
from relinfra.reading.problems import Position
from relinfra.release import FOLDER

__all__ = ["find"]


def find(context: LintContext) -> Iterator[LintFinding]:
    """Yield every sign of it."""
    if context.release is None:
        where = Position(FOLDER, 1, 1)
        yield context.at(where, "no release has a file", "Write `releases/VERSION.yaml`; docs/release.md tells how.")
        return
    if not context.release.tests:
        yield from context.in_release("no suite of tests is named", "Add `tests`.", "tests")
    if not any(criterion.category == "security" for criterion in context.release.criteria.values()):
        found = "no criterion is about security"
        yield from context.in_release(found, "Add one to `criteria`.", "criteria")
    for name, change in context.release.database_changes.items():
        if not change.rehearsed_in:
            found = f"change `{name}` of the database was rehearsed nowhere"
            yield from context.in_release(found, "Say `rehearsed_in`.", "database_changes", name)
