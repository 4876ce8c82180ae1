"""No rollback plan: nothing says when and how the release goes back."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.linter.context import LintContext
from relinfra.linter.finding import LintFinding

__all__ = ["find"]


def find(context: LintContext) -> Iterator[LintFinding]:
    """Yield every sign of it."""
    live = context.live
    for name, service in live.services.items() if live else ():
        if live and service.port and not service.deployment.rollback:
            found = f"no alarm turns a deployment of `{name}` back"
            yield context.in_matrix(found, "Set `rollback`.", live.name, "services", name, "deployment")
    for name, change in context.release.database_changes.items() if context.release else ():
        if change.backward_compatible is None or not (change.backward_compatible or change.rollback):
            found = f"nothing says how change `{name}` of the database is undone"
            remedy = "Say `backward_compatible`, and `rollback` where it is not."
            yield from context.in_release(found, remedy, "database_changes", name)
    for name, flag in context.release.flags.items() if context.release else ():
        if not flag.fallback:
            found = f"nothing says what users see when flag `{name}` is off"
            yield from context.in_release(found, "Say `fallback`.", "flags", name)
