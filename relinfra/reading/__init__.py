"""Reading a YAML file into models, so that every value and every problem knows its line.

Matrices and release files are read alike: same positions, same words for the same mistake.
"""

from __future__ import annotations

from relinfra.reading.compose import compose
from relinfra.reading.finding import Finding, problem_of
from relinfra.reading.merge import merge
from relinfra.reading.nodes import (
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
    "Finding",
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
    "problem_of",
]
