"""Failures that are accepted by design: what nobody can change of a construct, each with what makes up for it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Accepted", "read_accepted"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Accepted:
    """A failure of a policy that the pack accepts, only where a rule of the pack passes that makes up for it."""

    policy: str
    """The policy whose failure is accepted."""
    resource: str
    """The type of the resources that it is accepted of."""
    compensated_by: str
    """The rule of the pack that has to pass; where it fails or cannot be asked, nothing is accepted."""
    at: str = "{address}"
    """The address that it has to pass at, in the same environment: the one that fails, whose name is `{name}`."""
    reason: str
    source: str
    """Where AWS says so."""

    def compensation(self, address: str) -> str | None:
        """Return where its rule has to pass for a failure at `address`; None where it says nothing of it."""
        kind, _, name = address.partition(".")
        return self.at.format(address=address, name=name) if kind == self.resource and name else None


def read_accepted(file: Path) -> tuple[Accepted, ...]:
    """Return the rows of a table of accepted failures, in its order."""
    return tuple(Accepted(**row) for row in tomllib.loads(file.read_text("utf-8"))["accepted"])
