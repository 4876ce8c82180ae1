"""Waivers of lint: which finding each accepts, and which of them are no use."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from relinfra.linter.finding import LintFinding, Remedy
from relinfra.reading.nearest import nearest
from relinfra.reading.problems import Position

if TYPE_CHECKING:
    from relinfra.matrix import LintWaiver, Matrix

__all__ = ["LINT_WAIVERS", "waived"]

LINT_WAIVERS = "lint-waivers"
"""The id of what is found of waivers themselves; it cannot be waived."""


def waived(
    found: Sequence[LintFinding], matrix: Matrix, today: date, *, asked: Collection[str], rules: Collection[str]
) -> tuple[LintFinding, ...]:
    """Return the findings, with its waiver each that one accepts today, and what is wrong with waivers.

    `asked` are the rules that were applied: of others nobody knows what a waiver would accept.
    """
    valid = [waiver for waiver in matrix.lint_waivers if waiver.expires >= today]
    accepted = [_accepted(finding, valid) for finding in found]
    used = {id(finding.waiver) for finding in accepted}
    return (*accepted, *_useless(matrix, used, today, asked, rules))


def _accepted(finding: LintFinding, waivers: Sequence[LintWaiver]) -> LintFinding:
    covering = (waiver for waiver in waivers if _covers(waiver, finding))
    return replace(finding, waiver=next(covering, None))


def _covers(waiver: LintWaiver, finding: LintFinding) -> bool:
    return waiver.rule == finding.rule and any(fnmatchcase(finding.subject, one) for one in waiver.subjects)


def _useless(
    matrix: Matrix, used: Collection[int], today: date, asked: Collection[str], rules: Collection[str]
) -> Iterator[LintFinding]:
    for index, waiver in enumerate(matrix.lint_waivers):
        if waiver.rule not in rules:
            hint = nearest(waiver.rule, rules)
            told = f"`{waiver.rule}` is no rule of lint", f"{hint[:1].upper()}{hint[1:]}" or "Remove the waiver."
        elif waiver.expires < today:
            told = f"the waiver of {waiver.rule} ended on {waiver.expires}", "Mend what it was for, or decide anew."
        elif waiver.rule in asked and id(waiver) not in used:
            told = f"the waiver of {waiver.rule} accepts nothing that is found", "Remove it."
        else:
            continue
        place = matrix.position("lint_waivers", index, "rule") or Position(matrix.file, 1, 1)
        yield LintFinding(
            place, LINT_WAIVERS, f"lint_waivers.{index}", told[0], Remedy(told[1]), source=matrix.sources[matrix.file]
        )
