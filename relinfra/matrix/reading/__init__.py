"""Reading YAML into nodes that know the line they came from."""

from __future__ import annotations

from relinfra.matrix.reading.compose import compose
from relinfra.matrix.reading.merge import merge
from relinfra.matrix.reading.nodes import (
    Entry,
    ListNode,
    MappingNode,
    Node,
    Place,
    ScalarNode,
    is_null,
    locate,
    locate_key,
    plain,
)

__all__ = [
    "Entry",
    "ListNode",
    "MappingNode",
    "Node",
    "Place",
    "ScalarNode",
    "compose",
    "is_null",
    "locate",
    "locate_key",
    "merge",
    "plain",
]
