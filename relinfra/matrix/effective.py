"""The effective matrix: every environment and region with all that lies under it merged in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from relinfra.reading import Entry, ListNode, MappingNode, Node, ScalarNode, is_null, locate, merge
from relinfra.reading.nulls import idle_nulls
from relinfra.reading.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.reading.problems import Position

__all__ = ["WHOLE_ENVIRONMENT", "Effective"]

WHOLE_ENVIRONMENT = ("target", "database", "region", "regions", "purpose", "approval")
"""Fields of an environment that one of its regions cannot have for itself."""

_REGION = len(("environments", "production", "regions", "us-west-2"))


class Effective:
    """The environments of a document, merged.

    `root` is the document after it, `defaults` what lay under it, `problems` what stood in the way; `idle` are the
    nulls that removed nothing.
    """

    def __init__(self, document: Node) -> None:
        self.problems: list[Problem] = []
        self.defaults = _entry(document, "defaults")
        self.root = document
        self.idle = [
            *idle_nulls(None, document, beside=("defaults", "environments")),
            *idle_nulls(None, self.defaults),
        ]
        environments = _entry(document, "environments")
        if isinstance(document, MappingNode) and isinstance(environments, MappingNode):
            merged = replace(environments, entries=dict(self._environments(environments)))
            entries = {key: entry for key, entry in document.entries.items() if key != "defaults"}
            entries["environments"] = Entry(entries["environments"].position, merged)
            self.root = replace(document, entries=_with_promotion(entries, merged))

    def _environments(self, environments: MappingNode) -> Iterator[tuple[str, Entry]]:
        for name, (position, node) in environments.entries.items():
            patch = self._empty(position, node) if is_null(node) else node
            if isinstance(patch, MappingNode):
                patch = self._environment(name, position, patch)
            yield name, Entry(position, patch)

    def _environment(self, name: str, position: Position, node: MappingNode) -> MappingNode:
        under = self.defaults
        merged = node if under is None or is_null(under) else merge(under, node)
        if not isinstance(merged, MappingNode):
            return node
        self.idle += idle_nulls(under, node, beside=("regions",))
        if "name" in merged.entries:
            place = merged.entries["name"]
            hint = f"the key `{name}` is the name"
            self.problems.append(Problem(place.position, place.node.path, "a known key", "`name`", hint))
        merged = _with(merged, "name", name, position)
        regions = _entry(merged, "regions")
        if not isinstance(regions, MappingNode):
            return merged
        self.idle += _idle_in_regions(under, node, merged)
        expanded = replace(regions, entries=dict(self._regions(merged, regions)))
        entries = {**merged.entries, "regions": Entry(merged.entries["regions"].position, expanded)}
        return replace(merged, entries=entries)

    def _regions(self, environment: MappingNode, regions: MappingNode) -> Iterator[tuple[str, Entry]]:
        inherited = {key: entry for key, entry in environment.entries.items() if key != "regions"}
        base = replace(environment, entries=inherited)
        for region, (position, node) in regions.entries.items():
            patch = node
            if isinstance(patch, ScalarNode) and patch.text == "":
                patch = self._empty(position, patch)
            if isinstance(patch, MappingNode):
                self._check_patch(region, patch)
                patch = _with(merge(base, patch), "region", region, position)
            yield region, Entry(position, patch)

    def _check_patch(self, region: str, patch: MappingNode) -> None:
        for key in (*WHOLE_ENVIRONMENT, "name"):
            if key in patch.entries:
                place = patch.entries[key]
                expected, hint = f"what differs in {region}", "it belongs to the whole environment"
                self.problems.append(Problem(place.position, place.node.path, expected, f"`{key}`", hint))

    def _empty(self, position: Position, node: Node) -> MappingNode:
        """Note that nothing stands where a mapping should, and go on as if it were empty."""
        hint = "write {} where nothing differs, or delete the line"
        self.problems.append(Problem(position, node.path, "a mapping", "nothing", hint))
        return MappingNode(position, node.path, {})


def _entry(node: Node, key: str) -> Node | None:
    entry = node.entries.get(key) if isinstance(node, MappingNode) else None
    return None if entry is None else entry.node


def _idle_in_regions(under: Node | None, over: MappingNode, merged: MappingNode) -> Iterator[Node]:
    """Yield the nulls of an environment's regions that remove nothing of the environment, nor of the defaults."""
    below, own = _entry(under, "regions") if under else None, _entry(over, "regions")
    for node in idle_nulls(below, own):
        inside = locate(merged, node.path[_REGION:]).node if len(node.path) > _REGION else None
        empty = len(node.path) == _REGION and isinstance(node, ScalarNode) and not node.text
        if not empty and (inside is None or is_null(inside)):
            yield node


def _with(node: Node, key: str, value: str, position: Position) -> MappingNode:
    """Return `node` with a value that the file gives by a key above it."""
    assert isinstance(node, MappingNode)
    scalar = ScalarNode(position, (*node.path, key), value, value, of_key=True)
    return replace(node, entries={**node.entries, key: Entry(position, scalar)})


def _with_promotion(entries: dict[str, Entry], environments: MappingNode) -> dict[str, Entry]:
    """Fill in the order of promotion, which is by default that of the environments."""
    if "promotion" in entries and not is_null(entries["promotion"].node):
        return entries
    position = entries["environments"].position
    names = tuple(
        ScalarNode(position, ("environments", name), name, name, of_key=True) for name in environments.entries
    )
    return {**entries, "promotion": Entry(position, ListNode(position, ("promotion",), names))}
