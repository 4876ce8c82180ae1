"""One criterion of a release."""

from __future__ import annotations

from dataclasses import dataclass

from relinfra.claims import Claim, ToBeShown
from relinfra.plan.ids import Link
from relinfra.plan.model import Check, Line, Statement
from relinfra.plan.say import reason

__all__ = ["CATEGORIES", "Criterion"]

CATEGORIES = {"functional": True, "performance": True, "security": True, "operational": False, "documentation": False}
"""The categories of criteria, and whether one of them that is not met blocks the release.

Functional, performance and security criteria are must-haves; operational and documentation ones should-haves.
"""


@dataclass(frozen=True)
class Criterion:
    """One criterion: what is required, how and by whom it is checked, and the claim that decides whether it is met."""

    key: str
    category: str
    title: Statement
    requirement: Line
    verification: Line
    owner: Line
    claim: Claim
    links: tuple[Link, ...] = ()

    @property
    def met(self) -> bool:
        """Whether the facts show it met today: every condition of its claim holds."""
        return self.claim.holds

    @property
    def lacking(self) -> Line:
        """The first condition that keeps it from being met; nothing where it is, or where only looking tells."""
        return () if isinstance(self.claim, ToBeShown) else reason(self.claim)

    def check(self, *words: Statement, under: tuple[Line, ...] = ()) -> Check:
        """Return it as a point to tick off: ticked where it is met, with what is missing under it where it is not."""
        return Check((self.title, *words), self.met, (*under, self.lacking) if self.lacking else under)

    @property
    def blocks(self) -> bool:
        """Whether there is no release without it."""
        return CATEGORIES[self.category]
