"""Environment drift: the stage before the live one tries something else than what goes live."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from relinfra.linter.context import LintContext
from relinfra.linter.finding import LintFinding

if TYPE_CHECKING:
    from relinfra.matrix import Environment

__all__ = ["find"]


def find(context: LintContext) -> Iterator[LintFinding]:
    """Yield every sign of it."""
    if len(context.stages) > 1:
        before, live = context.stages[-2:]
        yield from _service_drift(context, before, live)
        yield from _database_drift(context, before, live)


def _service_drift(context: LintContext, before: Environment, live: Environment) -> Iterator[LintFinding]:
    for name, service in live.services.items():
        other = before.services.get(name)
        if other is None:
            found = f"service `{name}` is not in {before.name}"
            yield context.in_matrix(found, "Run it there too.", live.name, "services", name)
        elif other.deployment.strategy != service.deployment.strategy:
            found = f"`{name}` is {service.deployment.strategy} here and {other.deployment.strategy} in {before.name}"
            remedy = "Rehearse a release with the mechanism that goes live."
            yield context.in_matrix(found, remedy, live.name, "services", name, "deployment", "strategy")
        elif other.architecture != service.architecture:
            found = f"`{name}` runs on {service.architecture} here and on {other.architecture} in {before.name}"
            yield context.in_matrix(found, "Use one of them.", live.name, "services", name, "architecture")


def _database_drift(context: LintContext, before: Environment, live: Environment) -> Iterator[LintFinding]:
    for name, database in live.databases.items():
        other = before.databases.get(name)
        if other and (other.engine, other.version) != (database.engine, database.version):
            here, there = f"{database.engine} {database.version}", f"{other.engine} {other.version}"
            found = f"database `{name}` is {here} here and {there} in {before.name}"
            remedy = "Upgrade the stage before first, and then this one."
            yield context.in_matrix(found, remedy, live.name, "databases", name, "version")
