"""Sources: the line of the matrix that asked for each value of an environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relinfra.matrix import AnyEnvironment, Matrix

__all__ = ["source_lines"]

_NOT_HERE = frozenset({"name", "regions"})
"""What names the environment, and what further regions override: their lines lie elsewhere."""


def source_lines(matrix: Matrix, environment: AnyEnvironment) -> dict[str, int]:
    """Return the lines by dotted path, such as `services.web.port`; relinfra's own defaults have none."""
    here = ("environments", environment.name)
    written = ((path[len(here) :], position) for path, position in matrix.positions(*here))
    return {".".join(path): position.line for path, position in written if path[0] not in _NOT_HERE}
