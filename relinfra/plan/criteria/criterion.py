"""One criterion of a release."""

from __future__ import annotations

from dataclasses import dataclass

from relinfra.plan.ids import Link
from relinfra.plan.model import Line, Statement

__all__ = ["CATEGORIES", "Criterion"]

CATEGORIES = {"functional": True, "performance": True, "security": True, "operational": False, "documentation": False}
"""The categories of criteria, and whether one of them that is not met blocks the release.

Functional, performance and security criteria are must-haves; operational and documentation ones should-haves.
"""


@dataclass(frozen=True)
class Criterion:
    """One criterion: what is required, how and by whom it is checked, and whether the facts show it met today."""

    key: str
    category: str
    title: Statement
    requirement: Line
    verification: Line
    owner: Line
    met: bool
    links: tuple[Link, ...] = ()

    @property
    def blocks(self) -> bool:
        """Whether there is no release without it."""
        return CATEGORIES[self.category]
