"""Intended differences between environments that exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.rules.finding import Finding
from relinfra.reading.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.content import MatrixContent

__all__ = ["differences_name_two_environments"]


def differences_name_two_environments(matrix: MatrixContent) -> Iterator[Finding]:
    """Demand that an intended difference lies between two environments on AWS: what is compared is their Terraform."""
    on_aws = [name for name, environment in matrix.environments.items() if environment.target == "aws"]
    for index, one in enumerate(matrix.parity):
        for number, name in enumerate(one.between):
            path = ("parity", index, "between", number)
            if name not in on_aws:
                hint = nearest(name, on_aws)
                yield Finding(path, "an environment on AWS", hint=hint, sought_in=("environments",))
            elif name in one.between[:number]:
                yield Finding(
                    path, "another environment than the first", hint="an environment does not differ from itself"
                )
