"""The order in which a release passes the environments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.rules.finding import Finding
from relinfra.reading.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.content import MatrixContent

__all__ = ["promotion_is_complete", "promotion_reaches_customers"]


def promotion_is_complete(matrix: MatrixContent) -> Iterator[Finding]:
    """Demand that promotion names every environment, and each once.

    A release that skips an environment, or passes it twice, is nothing that a workflow can follow.
    """
    for index, name in enumerate(matrix.promotion):
        path = ("promotion", index)
        if name not in matrix.environments:
            hint = nearest(name, matrix.environments)
            yield Finding(path, "an environment", hint=hint, sought_in=("environments",))
        elif name in matrix.promotion[:index]:
            yield Finding(path, "each environment once", f"`{name}` again")
    unknown = any(name not in matrix.environments for name in matrix.promotion)
    missing = [name for name in matrix.environments if name not in matrix.promotion]
    # A misspelt name is missing too, which need not be said twice.
    if missing and not unknown:
        expected = "every environment"
        found = f"a list without {', '.join(f'`{name}`' for name in missing)}"
        yield Finding(("promotion",), expected, found, "add it where a release passes it")


def promotion_reaches_customers(matrix: MatrixContent) -> Iterator[Finding]:
    """Demand an environment on AWS that customers use, where there is one on AWS at all.

    Windows, rollback triggers and criteria of a release are those of the environments that customers use.
    """
    for name, environment in matrix.environments.items():
        if environment.live and environment.target != "aws":
            yield Finding(
                ("environments", name, "live"),
                "an environment on AWS that customers use",
                "one on a developer's machine",
                "remove it, or let it be false",
            )
    deployed = [name for name in matrix.promotion if name in matrix.environments and _on_aws(matrix, name)]
    if deployed and not matrix.live:
        yield Finding(
            ("environments", deployed[-1], "live"),
            "one environment that customers use",
            "none",
            f"let it be true of the one they will use, or remove it: `{deployed[-1]}` is promoted to last",
            sought_in=("environments",),
        )


def _on_aws(matrix: MatrixContent, name: str) -> bool:
    return matrix.environments[name].target == "aws"
