"""The layers of a matrix: what holds everywhere, in an environment, or in a region of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relinfra.reading.problems import Path

__all__ = ["layer_of"]


def layer_of(path: Path) -> tuple[Path, Path]:
    """Return where a path of a matrix holds: nothing for everywhere, an environment, a region; and the path there."""
    scope: Path = ()
    if path[:1] == ("defaults",):
        path = path[1:]
    elif path[:1] == ("environments",):
        scope, path = path[1:2], path[2:]
    if path[:1] == ("regions",):
        scope, path = (*scope, *path[1:2]), path[2:]
    return scope, path
