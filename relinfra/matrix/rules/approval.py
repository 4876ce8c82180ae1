"""Production waits for somebody's word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.content import MatrixContent

__all__ = ["production_is_approved"]


def production_is_approved(matrix: MatrixContent) -> Iterator[Finding]:
    """Demand reviewers of every environment that customers use, and of the one called production or promoted to last.

    Nobody else looks at what reaches customers.
    """
    last = matrix.promotion[-1:]
    for name, environment in matrix.environments.items():
        told = name == "production" or environment.live
        if (told or name in last or name in matrix.live) and environment.target == "aws" and not environment.approval:
            path, expected = ("environments", name, "approval"), "reviewers who approve a release"
            hint = "for example `approval: {reviewers: [release-managers]}`"
            # One that could not be read may be what comes last.
            yield Finding(path, expected, hint=hint, sought_in=None if told else ("environments",))
