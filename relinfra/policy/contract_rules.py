"""Every rule of the release contract: those of the pack, which Checkov asks, and those of parity, which it cannot."""

from __future__ import annotations

from relinfra.policy.parity import PARITY
from relinfra.policy.rule import Rule
from relinfra.policy.rules import read_rules

__all__ = ["contract_rules"]


def contract_rules() -> tuple[Rule, ...]:
    """Return every rule, sorted by id. Raises `ToolError` where a file of the pack does not describe its rule."""
    return tuple(sorted((*read_rules(), *PARITY.values()), key=lambda rule: rule.number))
