"""Remarks: what a sound matrix leaves to somebody, which `relinfra validate` says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.reach import unrouted
from relinfra.matrix.rules.finding import Finding, scopes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.content import MatrixContent
    from relinfra.matrix.rules.finding import Scope

__all__ = ["remarks"]


def remarks(matrix: MatrixContent) -> Iterator[Finding]:
    """Yield what is to be said of a matrix without mistakes: routes that others make, upgrades that are to end."""
    for scope in scopes(matrix):
        yield from _routes(scope)
        yield from _upgrades(scope)


def _routes(scope: Scope) -> Iterator[Finding]:
    for path, opening in unrouted(scope.environment):
        found = f"`{opening.peer}` lies outside of the VPC {scope.environment.network.cidr}, and no route leads there"
        hint = "once one does, made beside these stacks, name the network in `network.routed`"
        yield Finding(scope.at(*path), "", found, hint)


def _upgrades(scope: Scope) -> Iterator[Finding]:
    for key, database in scope.environment.databases.items():
        if database.upgrade_from is not None:
            major = database.version.partition(".")[0]
            found = f"an upgrade from {database.upgrade_from} to {major} is declared, which RDS may make at any apply"
            hint = f"delete the line once it runs {major}; there is no way back but a restore"
            yield Finding(scope.at("databases", key, "upgrade_from"), "", found, hint)
