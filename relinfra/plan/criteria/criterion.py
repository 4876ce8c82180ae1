"""One criterion of a release."""

from __future__ import annotations

from dataclasses import dataclass

from relinfra.claims import Claim, ToBeShown, Verdict
from relinfra.evidence import Facts
from relinfra.evidence.records.execution import Seen
from relinfra.evidence.records.stage import Stage
from relinfra.plan.ids import Link
from relinfra.plan.model import Check, Line, Statement
from relinfra.plan.say import label, reason, say

__all__ = ["CATEGORIES", "Criterion", "titled"]

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
    seen: Seen | None = None
    """The witness, as the execution record has it: that counts where the facts do not tell."""

    @property
    def met(self) -> bool:
        """Whether it is met today: the facts show it, or somebody saw what they do not tell."""
        return self.claim.holds or self._was_seen

    @property
    def _was_seen(self) -> bool:
        return self.seen is not None and self.claim.verdict is Verdict.UNKNOWN

    @property
    def lacking(self) -> Line:
        """The first condition that keeps it from being met; nothing where it is, or where only looking tells."""
        return () if isinstance(self.claim, ToBeShown) or self._was_seen else reason(self.claim)

    @property
    def witness(self) -> Line:
        """The person who saw it met, and when, where the facts do not tell; nothing where they do."""
        if self.seen is None or not self._was_seen:
            return ()
        by, at, proof = self.seen.by, self.seen.at, self.seen.proof
        told = say("criteria.seen", self.key, by=by, at=at)
        return (told, say("criteria.seen_proof", self.key, proof=proof)) if proof else (told,)

    @property
    def notes(self) -> tuple[Line, ...]:
        """The lines under it: what is missing, or who saw it met."""
        return tuple(line for line in (self.lacking, self.witness) if line)

    def check(self, *words: Statement, under: tuple[Line, ...] = ()) -> Check:
        """Return it as a point to tick off: ticked where it is met, with what is missing under it where it is not."""
        return Check((self.title, *words), self.met, (*under, *self.notes))

    @property
    def blocks(self) -> bool:
        """Whether there is no release without it."""
        return CATEGORIES[self.category]


def titled(facts: Facts, stage: Stage, key: str) -> Statement:
    """Return the title of a criterion of a live stage, which says which one where there are several."""
    return say(f"{key}_in", stage.id, stage=stage.title) if len(facts.live) > 1 else label(key)
