"""Laying one part of a matrix over another."""

from __future__ import annotations

from dataclasses import replace

from relinfra.reading.nodes import Entry, MappingNode, Node

__all__ = ["merge"]


def merge(under: Node, over: Node) -> Node:
    """Lay `over` on `under`: mappings merge deeply, lists and values replace, null removes.

    Every value keeps the position of the line that supplied it, a removed one that of the null.
    """
    if not (isinstance(under, MappingNode) and isinstance(over, MappingNode)):
        return over
    entries = dict(under.entries)
    for key, entry in over.entries.items():
        below = entries.get(key)
        entries[key] = entry if below is None else Entry(entry.position, merge(below.node, entry.node))
    return replace(over, entries=entries)
