"""A null in a file: it removes what lies under it, and says nothing where nothing does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.reading.fields import model_at
from relinfra.reading.nodes import ListNode, MappingNode, is_null
from relinfra.reading.problems import Problem
from relinfra.reading.translate import unknown_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from relinfra.reading.model import Model
    from relinfra.reading.nodes import Node
    from relinfra.reading.problems import Path

__all__ = ["idle_null", "idle_nulls", "unknown_nulls"]


def idle_nulls(under: Node | None, over: Node | None, *, beside: Collection[str] = ()) -> Iterator[Node]:
    """Yield every null in `over` that removes nothing of `under`; keys at the top named in `beside` are left out."""
    if isinstance(over, ListNode):
        for item in over.items:
            yield from idle_nulls(None, item)
    if not isinstance(over, MappingNode):
        return
    for key, (_, node) in over.entries.items():
        if key in beside:
            continue
        below = under.entries[key].node if isinstance(under, MappingNode) and key in under.entries else None
        if not is_null(node):
            yield from idle_nulls(below, node)
        elif below is None or is_null(below):
            yield node


def unknown_nulls(paths: Iterable[Path], model: type[Model], tree: Node) -> Iterator[Problem]:
    """Yield the problems of nulls whose key the mapping above them does not know."""
    for path in paths:
        parent = model_at(model, path[:-1])
        if parent is not None and path[-1] not in parent.known_keys():
            yield unknown_key(path, model, tree)


def idle_null(node: Node) -> Problem:
    """Return what is to be said of a null whose key is known, and that removes nothing."""
    return Problem(node.position, node.path, "", "null removes nothing here", "delete the line", "idle-null")
