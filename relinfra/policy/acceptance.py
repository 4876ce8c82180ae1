"""A failure that is accepted by design, and what proves that the design still makes up for it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relinfra_policies import Accepted

__all__ = ["Acceptance", "Acceptances"]

Answer = tuple[str, str, str]
"""A policy that passed, the environment or else the stack that it passed in, and the address."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Acceptance:
    """An accepted failure: why it is accepted, and the rule that passed at an address and makes up for it."""

    reason: str
    source: str
    compensated_by: str
    """The rule of the pack that makes up for it."""
    address: str
    """Where that rule passed."""

    def __str__(self) -> str:
        return f"{self.compensated_by} passes at {self.address}"


@dataclass(frozen=True)
class Acceptances:
    """The pack's table of accepted failures, and every answer of this run."""

    table: Sequence[Accepted]
    passed: Collection[Answer]

    def accept(self, policy: str, address: str, scope: str) -> Acceptance | None:
        """Return what accepts a failure, or None: the first row whose compensating rule passed."""
        for row in self.table:
            at = row.compensation(address) if row.policy == policy else None
            if at and (row.compensated_by, scope, at) in self.passed:
                return Acceptance(reason=row.reason, source=row.source, compensated_by=row.compensated_by, address=at)
        return None
