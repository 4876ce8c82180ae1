"""Looking for every anti-pattern."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from relinfra.discovery import modules
from relinfra.evidence import Repository, collect_facts, read_output
from relinfra.linter.context import LintContext
from relinfra.linter.drift import Difference
from relinfra.linter.finding import LintFinding
from relinfra.linter.waivers import waived
from relinfra.linter.workflows import read_workflows
from relinfra.reading.table import FrozenMapping
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
    matrix: Matrix,
    repository: Path,
    stacks: Path,
    *,
    today: date,
    version: str | None = None,
    ignored: tuple[str, ...] = (),
    meant: Mapping[str, Callable[[Difference], bool]] = FrozenMapping({}),
) -> tuple[LintFinding, ...]:
    """Return what the rules find, by place, with the waiver of each finding that one accepts on that day.

    `stacks` is what `matrix` was synthesized into; `version` is the release looked at, the newest with a file unless
    told; `meant` says by live environment of a difference between it and the stage before whether it is. Raises
    `UsageError` where the release has no file, `ReleaseError` where that is wrong, `OutputError` without stacks.
    """
    chosen = chosen_release(repository, NEWEST if version is None else version)
    file = read_release(repository, chosen) if chosen else None
    root = Repository(repository)
    facts = collect_facts(read_output(stacks), root, chosen, commits=False)
    workflows, asked = read_workflows(root), [rule for rule in lint_rules() if rule not in ignored]
    contexts = (LintContext(rule, matrix, file, workflows, facts, meant) for rule in asked)
    found = [finding for context in contexts for finding in lint_rules()[context.rule](context)]
    told = waived(found, matrix, today, asked=asked, rules=lint_rules().keys())
    return tuple(sorted(dict.fromkeys(told), key=lambda finding: finding.order))
