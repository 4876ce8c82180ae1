"""Ids of rules that are gone, and the rules that took over what they asked."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Retired", "read_retired"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Retired:
    """A rule that is gone: its id, which no other gets, the ids of those that ask it now, and the reason."""

    policy: str
    replaced_by: tuple[str, ...]
    reason: str

    def __str__(self) -> str:
        return f"{self.policy} is retired; {' and '.join(self.replaced_by)} ask it now"


def read_retired(file: Path) -> dict[str, Retired]:
    """Return the rows of a table of retired rules by their ids."""
    rows = tomllib.loads(file.read_text("utf-8"))["retired"]
    found = (Retired(**row | {"replaced_by": tuple(row["replaced_by"])}) for row in rows)
    return {one.policy: one for one in found}
