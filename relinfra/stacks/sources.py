"""Which line of the matrix asked for each value of an environment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from relinfra.matrix import Environment, Matrix

__all__ = ["source_lines"]

_NOT_HERE = frozenset({"name", "regions"})
"""What names the environment, and what further regions override: their lines lie elsewhere."""


def source_lines(matrix: Matrix, environment: Environment) -> dict[str, int]:
    """Return the lines by dotted path, such as `services.web.port`; relinfra's own defaults have none."""
    values = environment.model_dump(by_alias=True, exclude=set(_NOT_HERE))
    positions = ((path, matrix.source(environment.name, *path)) for path in _paths(values))
    return {".".join(path): position.line for path, position in positions if position is not None}


def _paths(values: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, value in values.items():
        path = (*above, key)
        yield path
        if isinstance(value, Mapping):
            yield from _paths(value, path)
