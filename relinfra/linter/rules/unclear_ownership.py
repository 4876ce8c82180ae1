"""Unclear ownership: nobody is named who decides, deploys, tests or is called."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.linter.context import LintContext
from relinfra.linter.finding import LintFinding

__all__ = ["find"]

_ROLES = ("release_manager", "technical_lead", "devops_engineer", "qa_lead")


def find(context: LintContext) -> Iterator[LintFinding]:
    """Yield every sign of it."""
    live = context.live
    if live and not live.approval:
        yield context.in_matrix(f"nobody approves a release into {live.name}", "Set `approval`.", live.name)
    if context.release is None:
        return
    for role in _ROLES:
        if role not in context.release.people:
            yield from context.in_release(f"nobody is named as {role}", f"Add `people.{role}`.", "people")
    if context.release.on_call is None:
        yield from context.in_release("nobody is named to be called", "Add `on_call`.", "on_call")
    for name, criterion in context.release.criteria.items():
        if criterion.owner is None:
            found = f"nobody verifies criterion `{name}`"
            yield from context.in_release(found, "Say `owner`.", "criteria", name)
