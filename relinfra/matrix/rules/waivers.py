"""Waivers for what exists, and for a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.models.accepted_risk import LONGEST_YEARS
from relinfra.matrix.rules.finding import Finding
from relinfra.reading.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from relinfra.matrix.content import MatrixContent

__all__ = ["waivers_end_in_time", "waivers_name_environments"]


def waivers_name_environments(matrix: MatrixContent) -> Iterator[Finding]:
    """Demand that a waiver names environments of the matrix.

    A waiver of none would accept nothing, without anybody noticing.
    """
    for index, waiver in enumerate(matrix.waivers):
        for number, name in enumerate(waiver.environments or ()):
            if name not in matrix.environments:
                path = ("waivers", index, "environments", number)
                hint = nearest(name, matrix.environments)
                yield Finding(path, "an environment", hint=hint, sought_in=("environments",))


def waivers_end_in_time(matrix: MatrixContent) -> Iterator[Finding]:
    """Demand that a waiver ends within two years from the day on which it begins, and not before.

    A risk that is accepted for longer is one that nobody looks at again.
    """
    for key, waivers in (("waivers", matrix.waivers), ("lint_waivers", matrix.lint_waivers)):
        for index, waiver in enumerate(waivers):
            if waiver.since and not waiver.since <= waiver.expires <= _latest(waiver.since):
                expected = f"a day from {waiver.since} to {_latest(waiver.since)}"
                yield Finding((key, index, "expires"), expected, hint="accept it for less long, and look again")


def _latest(since: date) -> date:
    """Return the same day two years later; of 29 February, the last of that month."""
    try:
        return since.replace(year=since.year + LONGEST_YEARS)
    except ValueError:
        return since.replace(year=since.year + LONGEST_YEARS, day=28)
