"""A rule of the release contract, as its file describes it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["GROUPS", "SEVERITIES", "Rule"]

GROUPS = ("deployment", "rollback alarms", "alerting", "traffic", "data", "security", "state and supply", "parity")
"""The parts of the release contract, in the order in which they are listed."""

SEVERITIES = ("LOW", "MEDIUM", "HIGH", "CRITICAL")
"""How bad a failure can be, from mild to worst."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One policy of the pack: what it demands, why, and what to do about a failure."""

    policy: str
    """Its id, such as `CKV_RELINFRA_1`."""
    group: str
    """One of `GROUPS`."""
    title: str
    """The demand, in one sentence without a full stop."""
    level: str
    """One of `SEVERITIES`."""
    rationale: str
    """What goes wrong without it."""
    remedy: str
    """What to do, and the field of the matrix that does it."""
    source: str
    """The page that says so."""
    detail: str
    """What exactly is asked, in full sentences."""
    module: str
    """The file it stands in, without its ending."""

    @property
    def number(self) -> int:
        """The number in its id, by which rules are sorted."""
        return int(self.policy.rpartition("_")[2])

    @property
    def page(self) -> str:
        """Its page in the repository of relinfra."""
        return f"docs/policies/{self.policy}.md"
