"""Waivers for what exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.rules.finding import Finding
from relinfra.reading.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.content import MatrixContent

__all__ = ["waivers_name_environments"]


def waivers_name_environments(matrix: MatrixContent) -> Iterator[Finding]:
    """Demand that a waiver names environments of the matrix.

    A waiver of none would accept nothing, without anybody noticing.
    """
    for index, waiver in enumerate(matrix.waivers):
        for number, name in enumerate(waiver.environments or ()):
            if name not in matrix.environments:
                path = ("waivers", index, "environments", number)
                yield Finding(path, "an environment", hint=nearest(name, matrix.environments))
