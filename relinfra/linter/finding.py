"""Findings of lint."""

from __future__ import annotations

from dataclasses import dataclass

from relinfra.reading.problems import Position
from relinfra.visible import visible

__all__ = ["LintFinding"]


@dataclass(frozen=True, slots=True, order=True)
class LintFinding:
    """One sign of an anti-pattern: where it shows, the rule, what was found, what to do about it."""

    position: Position
    rule: str
    found: str
    remedy: str

    def __str__(self) -> str:
        """Return it as a person reads it, on one line."""
        return visible(f"{self.position}: {self.rule}: {self.found}. {self.remedy}")
