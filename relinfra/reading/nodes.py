"""A YAML document as a tree in which every value knows where it was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relinfra.reading.problems import Path, Position

__all__ = [
    "Entry",
    "ListNode",
    "MappingNode",
    "Node",
    "Place",
    "ScalarNode",
    "is_null",
    "locate",
    "locate_key",
    "plain",
]


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """One value; `text` is how the file spells it.

    `of_key` marks a value that nobody wrote: it repeats a key, which is told itself where it is wrong.
    """

    position: Position
    path: Path
    value: str | int | float | bool | None
    text: str
    of_key: bool = False


@dataclass(frozen=True, slots=True)
class ListNode:
    """Values in order."""

    position: Position
    path: Path
    items: tuple[Node, ...]


class Entry(NamedTuple):
    """One line of a mapping: where its key stands, and its value."""

    position: Position
    node: Node


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Values by key, in the order of the file."""

    position: Position
    path: Path
    entries: Mapping[str, Entry]


Node = ScalarNode | ListNode | MappingNode


class Place(NamedTuple):
    """The line behind a path: its position, the path as the file spells it, and the value if there is one."""

    position: Position
    path: Path
    node: Node | None


def plain(node: Node) -> Any:
    """Return the values alone: dicts, tuples and scalars. A key set to null is absent, since null removes."""
    match node:
        case ScalarNode():
            return node.value
        case ListNode():
            return tuple(plain(item) for item in node.items)
        case MappingNode():
            return {key: plain(entry.node) for key, entry in node.entries.items() if not is_null(entry.node)}


def is_null(node: Node) -> bool:
    """Say whether a value is null: written so, or left empty."""
    return isinstance(node, ScalarNode) and node.value is None


def locate(root: Node, path: Path) -> Place:
    """Find the line of `path`; where it is absent, the nearest line above it that exists.

    A key that was removed by null is found at the null that removed it.
    """
    place = Place(root.position, root.path, root)
    for depth, step in enumerate(path):
        child = _child(place.node, step)
        if child is None:
            return Place(place.position, (*place.path, *path[depth:]), None)
        place = child
    return place


def locate_key(root: Node, path: Path) -> Position:
    """Find where the last key of `path` is written; where it is absent, the nearest line above it."""
    parent = locate(root, path[:-1])
    if isinstance(parent.node, MappingNode) and (entry := parent.node.entries.get(str(path[-1]))):
        return entry.position
    return parent.position


def _child(node: Node | None, step: str | int) -> Place | None:
    if isinstance(node, MappingNode) and isinstance(step, str) and step in node.entries:
        position, value = node.entries[step]
        # A scalar is wrong where it stands; a block is best shown by the key that opens it.
        return Place(value.position if isinstance(value, ScalarNode) else position, value.path, value)
    if isinstance(node, ListNode) and isinstance(step, int) and step < len(node.items):
        item = node.items[step]
        return Place(item.position, item.path, item)
    return None
