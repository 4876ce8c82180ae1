"""YAML with its line numbers, without building objects of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import yaml
from yaml.events import CollectionEndEvent, CollectionStartEvent

__all__ = ["YamlNode", "document"]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's where there is one: a twelfth of the time, and the same lines."""
_DEEPEST = 100
"""Levels that are composed: that is done by recursion in C, whose stack ends the process without an error."""


@dataclass(frozen=True)
class YamlNode:
    """A YAML node; lines count from 1, and the line of a value is that of its key."""

    node: yaml.Node
    line: int

    @property
    def end(self) -> int:
        """The first line after the node."""
        mark = self.node.end_mark
        return int(mark.line) + (1 if mark.column == 0 else 2)

    @property
    def scalar(self) -> str:
        """The text of a scalar, empty for anything else."""
        return str(self.node.value) if isinstance(self.node, yaml.ScalarNode) else ""

    @cached_property
    def items(self) -> list[tuple[str, YamlNode]]:
        """The pairs of a mapping."""
        if not isinstance(self.node, yaml.MappingNode):
            return []
        return [(str(key.value), YamlNode(value, key.start_mark.line + 1)) for key, value in self.node.value]

    @property
    def elements(self) -> list[YamlNode]:
        """The elements of a list; a lone scalar counts as a list of one."""
        if isinstance(self.node, yaml.SequenceNode):
            return [YamlNode(item, item.start_mark.line + 1) for item in self.node.value]
        return [self] if isinstance(self.node, yaml.ScalarNode) else []

    @cached_property
    def _by_key(self) -> dict[str, YamlNode]:
        return dict(self.items)

    def get(self, *keys: str) -> YamlNode | None:
        """Return what lies under a chain of keys, or None."""
        here: YamlNode | None = self
        for key in keys:
            here = here._by_key.get(key) if here else None
        return here


@lru_cache(maxsize=32)
def document(text: str) -> YamlNode | None:
    """Return the first document of a text, or None where it is empty or not YAML."""
    try:
        if _too_deep(text):
            return None
        node = yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, RecursionError):
        return None
    return YamlNode(node, node.start_mark.line + 1) if node else None


def _too_deep(text: str) -> bool:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > _DEEPEST:
            return True
    return False
