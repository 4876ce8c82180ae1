"""The order in which a release passes the environments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.rules.finding import Finding
from relinfra.reading.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.content import MatrixContent

__all__ = ["promotion_is_complete"]


def promotion_is_complete(matrix: MatrixContent) -> Iterator[Finding]:
    """Demand that promotion names every environment, and each once.

    A release that skips an environment, or passes it twice, is nothing that a workflow can follow.
    """
    for index, name in enumerate(matrix.promotion):
        path = ("promotion", index)
        if name not in matrix.environments:
            yield Finding(path, "an environment", hint=nearest(name, matrix.environments))
        elif name in matrix.promotion[:index]:
            yield Finding(path, "each environment once", f"`{name}` again")
    unknown = any(name not in matrix.environments for name in matrix.promotion)
    missing = [name for name in matrix.environments if name not in matrix.promotion]
    # A misspelt name is missing too, which need not be said twice.
    if missing and not unknown:
        expected = "every environment"
        found = f"a list without {', '.join(f'`{name}`' for name in missing)}"
        yield Finding(("promotion",), expected, found, "add it where a release passes it")
