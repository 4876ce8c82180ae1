"""Findings of rules in a file that was read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from inspect import getdoc
from typing import TYPE_CHECKING, TypeVar

from relinfra.reading.nodes import locate, locate_key
from relinfra.reading.problems import VALUE, Problem
from relinfra.reading.translate import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from relinfra.reading.nodes import Node
    from relinfra.reading.problems import Path

__all__ = ["Finding", "broken", "problem_of"]

Asked = TypeVar("Asked")


@dataclass(frozen=True)
class Finding:
    """A value that is well-formed but wrong in its place.

    `path` starts at the top of what was read. `found` is left out where the value itself says it.
    `related` are paths of other values the finding rests on; `rule` and `reason` say what was broken, and why.
    With `at_key` it is the key that is wrong, and not its value. `sought_in` is the table that something was looked for
    in: what could not be read there may be it.
    """

    path: Path
    expected: str
    found: str | None = None
    hint: str = ""
    related: tuple[Path, ...] = ()
    rule: str = VALUE
    reason: str = ""
    at_key: bool = False
    sought_in: Path | None = None


def broken(rule: Callable[[Asked], Iterator[Finding]], asked: Asked) -> Iterator[Finding]:
    """Yield what a rule finds, with its id and its reason: its name with hyphens, and what its docstring says."""
    reason = " ".join((getdoc(rule) or "").split())
    for finding in rule(asked):
        yield replace(finding, rule=rule.__name__.strip("_").replace("_", "-"), reason=reason)


def problem_of(finding: Finding, tree: Node) -> Problem:
    """Return a finding with the line behind it."""
    place = locate(tree, finding.path)
    there = place.node is not None and not finding.at_key
    position = place.position if there else locate_key(tree, finding.path)
    found = shown(place.node) if finding.found is None else finding.found
    others = (locate(tree, path) for path in finding.related)
    related = tuple(other.position for other in others if other.node is not None and other.position != position)
    return Problem(position, place.path, finding.expected, found, finding.hint, finding.rule, finding.reason, related)
