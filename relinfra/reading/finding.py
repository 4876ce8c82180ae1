"""Findings of rules in a file that was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relinfra.reading.nodes import locate, locate_key
from relinfra.reading.problems import Problem
from relinfra.reading.translate import shown

if TYPE_CHECKING:
    from relinfra.reading.nodes import Node
    from relinfra.reading.problems import Path

__all__ = ["Finding", "problem_of"]


@dataclass(frozen=True)
class Finding:
    """A value that is well-formed but wrong in its place.

    `path` starts at the top of what was read. `found` is left out where the value itself says it.
    `related` are paths of other values the finding rests on.
    """

    path: Path
    expected: str
    found: str | None = None
    hint: str = ""
    related: tuple[Path, ...] = ()


def problem_of(finding: Finding, tree: Node) -> Problem:
    """Return a finding with the line behind it."""
    place = locate(tree, finding.path)
    position = place.position if place.node is not None else locate_key(tree, finding.path)
    found = shown(place.node) if finding.found is None else finding.found
    return Problem(position, place.path, finding.expected, found, finding.hint)
