"""What a rule looks at, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relinfra.reading.finding import Finding

if TYPE_CHECKING:
    from relinfra.matrix.content import MatrixContent as Matrix
    from relinfra.matrix.models import Environment
    from relinfra.reading.problems import Path

__all__ = ["EnvironmentRule", "Finding", "MatrixRule", "Scope", "scopes"]


@dataclass(frozen=True)
class Scope:
    """An environment in one region: `path` leads to it, `prefix` begins every physical name in it.

    `regional_prefix` begins those that need to be unique in their region alone.
    """

    path: Path
    prefix: str
    regional_prefix: str
    environment: Environment
    primary: bool

    def at(self, *path: str | int) -> Path:
        """Return the path of something in the environment."""
        return (*self.path, *path)


MatrixRule = Callable[["Matrix"], Iterator[Finding]]
EnvironmentRule = Callable[[Scope], Iterator[Finding]]


def scopes(matrix: Matrix, target: str = "aws") -> Iterator[Scope]:
    """Visit every environment of a target in every region, each region after the environment's own."""
    for name, environment in matrix.environments.items():
        if environment.target != target:
            continue
        path: Path = ("environments", name)
        prefix = f"{matrix.project}-{name}"
        yield Scope(path, prefix, prefix, environment, primary=True)
        for region, further in environment.regions.items():
            if region == environment.region:
                continue  # refused by a rule of its own; everything in it would clash
            yield Scope((*path, "regions", region), f"{prefix}-{region}", prefix, further, primary=False)
