"""Findings of lint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from relinfra.matrix import LintWaiver
from relinfra.reading.problems import Position
from relinfra.visible import visible

__all__ = ["LintFinding", "Remedy"]


@dataclass(frozen=True, slots=True)
class Remedy:
    """Advice; where it names fields of a file, `sets` has values that would do, by their paths from the top of it."""

    text: str
    sets: Mapping[tuple[str, ...], Any] = field(default_factory=dict)

    @classmethod
    def to_set(cls, text: str, *path: str, value: Any) -> Remedy:
        """Return the advice to write one value."""
        return cls(text, {path: value})


@dataclass(frozen=True, slots=True, eq=False)
class LintFinding:
    """One sign of an anti-pattern: where it shows, the rule, what it is about, what was found, what to do about it.

    `subject` is what waivers name, `waiver` the one that accepts it, and `source` the text to take an excerpt from.
    """

    position: Position
    rule: str
    subject: str
    found: str
    remedy: Remedy
    waiver: LintWaiver | None = None
    source: str = field(default="", repr=False)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LintFinding) and self.order == other.order and self.waiver == other.waiver

    def __hash__(self) -> int:
        return hash(self.order)

    @property
    def order(self) -> tuple[Position, str, str, str, str]:
        """The place, and what tells it from others of the same place."""
        return (self.position, self.rule, self.subject, self.found, self.remedy.text)

    def __str__(self) -> str:
        """Return it as a person reads it, on one line."""
        return visible(f"{self.position}: {self.rule}: {self.found}. {self.remedy.text} [{self.subject}]")
