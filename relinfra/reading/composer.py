"""From YAML events to nodes, within bounds.

PyYAML's own composer and constructor are not used: they keep the last of two equal keys, expand aliases
without limit and recurse as deep as the file says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from relinfra.reading.excerpt import clipped, named
from relinfra.reading.nodes import Entry, ListNode, MappingNode, Node, ScalarNode
from relinfra.reading.problems import Path, Position, Problem
from relinfra.reading.scalars import CONTROL, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["YAML", "Composer", "Refusal"]

YAML = "yaml"
"""The rule that a file breaks which is not the plain YAML that is read here."""

_MAX_DEPTH = 40
_MAX_NODES = 50_000
_TAGS = {"tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq", "!"}


class Refusal(Exception):  # noqa: N818 - it carries a problem, and is never shown itself
    """A document that cannot be read any further."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class Composer:
    """Builds the nodes of one document; what is wrong but does not stop it gathers in `problems`."""

    def __init__(self, file: str) -> None:
        self.problems: list[Problem] = []
        self._file = file
        self._anchors: dict[str, Node | None] = {}
        self._count = 0
        self._events: Iterator[Any] = iter(())

    def compose(self, events: Iterator[Any]) -> Node:
        """Return the root of the only document among `events`."""
        self._events = events
        root: Node | None = None
        for event in events:
            if isinstance(event, DocumentStartEvent):
                if root is not None:
                    self._refuse(self._position(event), (), "one YAML document", "a second one after `---`")
                root = self._node(next(events), (), 0)
        if root is None:
            self._refuse(Position(self._file, 1, 1), (), "a mapping", "an empty file")
        return root

    def _node(self, event: Any, path: Path, depth: int) -> Node:
        self._bound(event, path, depth)
        if isinstance(event, AliasEvent):
            return self._alias(event, path, depth)
        if event.anchor:
            self._anchors[event.anchor] = None
        if event.tag is not None and event.tag not in _TAGS:
            self._note(event, path, "plain YAML", f"the tag {clipped(event.tag)}", "remove the tag")
        node = self._untagged(event, path, depth)
        if event.anchor:
            self._anchors[event.anchor] = node
        return node

    def _untagged(self, event: Any, path: Path, depth: int) -> Node:
        if isinstance(event, MappingStartEvent):
            entries, end = self._entries(path, depth)
            return MappingNode(self._position(event, end), path, entries)
        if isinstance(event, SequenceStartEvent):
            items, end = self._items(path, depth)
            return ListNode(self._position(event, end), path, items)
        position = self._position(event)
        text: str = event.value
        if CONTROL.search(text):
            self._note(event, path, "printable text", "an escaped control character")
        return ScalarNode(position, path, resolve(text) if event.implicit[0] and event.tag is None else text, text)

    def _items(self, path: Path, depth: int) -> tuple[tuple[Node, ...], Any]:
        items: list[Node] = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            items.append(self._node(event, (*path, len(items)), depth + 1))
        return tuple(items), event

    def _entries(self, path: Path, depth: int) -> tuple[dict[str, Entry], Any]:
        entries: dict[str, Entry] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            key = self._key(event, path, depth)
            value = self._node(next(self._events), (*path, key or ""), depth + 1)
            if key in entries:
                first = entries[key].position.line
                self._note(event, (*path, key), "each key once", f"{named(key)} again (first on line {first})")
            elif key is not None:
                entries[key] = Entry(self._position(event), value)
        return entries, event

    def _key(self, event: Any, path: Path, depth: int) -> str | None:
        if not isinstance(event, ScalarEvent):
            self._node(event, path, depth + 1)
            self._note(event, path, "a name as key", "a mapping, a list or an alias")
            return None
        text: str = event.value
        if event.implicit[0] and text == "<<":
            hint = "`defaults` already lies under every environment; repeat or anchor single values instead"
            self._note(event, path, "a name as key", "the merge key `<<`", hint)
            return None
        if event.implicit[0] and not isinstance(resolve(text), str):
            self._note(event, path, "a name as key", named(text), f'write it in quotes: "{clipped(text)}"')
        if CONTROL.search(text):
            self._note(event, path, "a printable name as key", "an escaped control character")
            return None
        return text

    def _alias(self, event: Any, path: Path, depth: int) -> Node:
        if event.anchor not in self._anchors:
            self._refuse(self._position(event), path, "an alias of an anchor above it", named(f"*{event.anchor}"))
        target = self._anchors[event.anchor]
        if target is None:
            self._refuse(self._position(event), path, "an end", f"{named(f'*{event.anchor}')}, which contains itself")
        return self._copy(target, self._position(event), path, depth)

    def _copy(self, node: Node, position: Position, path: Path, depth: int) -> Node:
        """Return `node` as if written at `path`: inner lines keep their positions, the alias has its own."""
        self._bound(None, path, depth, position)
        match node:
            case ScalarNode():
                return ScalarNode(position, path, node.value, node.text)
            case ListNode():
                items = (
                    self._copy(item, item.position, (*path, index), depth + 1) for index, item in enumerate(node.items)
                )
                return ListNode(position, path, tuple(items))
            case MappingNode():
                entries = {
                    key: Entry(entry.position, self._copy(entry.node, entry.node.position, (*path, key), depth + 1))
                    for key, entry in node.entries.items()
                }
                return MappingNode(position, path, entries)

    def _bound(self, event: Any, path: Path, depth: int, position: Position | None = None) -> None:
        self._count += 1
        if depth > _MAX_DEPTH:
            self._refuse(position or self._position(event), path[:4], f"at most {_MAX_DEPTH} levels", "more")
        if self._count > _MAX_NODES:
            found = "more, aliases expanded"
            self._refuse(position or self._position(event), path[:4], f"at most {_MAX_NODES} values", found)

    def _position(self, event: Any, last: Any = None) -> Position:
        """Return where an event begins and ends; `last` is the one that ends what it opens."""
        block = isinstance(event, (MappingStartEvent, SequenceStartEvent)) and not event.flow_style
        end = None if block else (last or event).end_mark
        begin = event.start_mark
        return Position(self._file, begin.line + 1, begin.column + 1, end and (end.line + 1, end.column + 1))

    def _note(self, event: Any, path: Path, expected: str, found: str, hint: str = "") -> None:
        self.problems.append(Problem(self._position(event), path, expected, found, hint, YAML))

    def _refuse(self, position: Position, path: Path, expected: str, found: str) -> NoReturn:
        raise Refusal(Problem(position, path, expected, found, rule=YAML))
