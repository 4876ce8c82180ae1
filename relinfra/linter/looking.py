"""Looking for every anti-pattern."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from relinfra.discovery import modules
from relinfra.evidence import Repository, collect_repository
from relinfra.linter.context import LintContext
from relinfra.linter.finding import LintFinding
from relinfra.release import NEWEST, chosen_release, read_release

if TYPE_CHECKING:
    from relinfra.matrix import Matrix

__all__ = ["lint", "lint_rules"]


@cache
def lint_rules() -> Mapping[str, Callable[[LintContext], Iterator[LintFinding]]]:
    """Return every rule by its id, which is the name of its module with hyphens."""
    found = modules("relinfra.linter.rules")
    return {module.__name__.rpartition(".")[2].replace("_", "-"): module.find for module in found}


def lint(
    matrix: Matrix, repository: Path, *, version: str | None = None, ignored: tuple[str, ...] = ()
) -> tuple[LintFinding, ...]:
    """Return what the rules find, by place; `version` is the release looked at, the newest with a file unless told.

    Raises `UsageError` where it has no file, `ReleaseError` where that is wrong.
    """
    chosen = chosen_release(repository, NEWEST if version is None else version)
    file = read_release(repository, chosen) if chosen else None
    facts = collect_repository(Repository(repository))
    found = [
        finding
        for rule, find in lint_rules().items()
        if rule not in ignored
        for finding in find(LintContext(rule, matrix, file, facts))
    ]
    return tuple(sorted(found))
