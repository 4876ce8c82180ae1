"""The one place where a predicate becomes a Checkov result."""

from __future__ import annotations

from typing import Protocol

from checkov.common.models.enums import CheckResult

from relinfra_policies.shapes.block import Block

__all__ = ["verdict"]


class _Rule(Protocol):
    def applies(self, block: Block) -> bool: ...

    def holds(self, block: Block) -> bool: ...


def verdict(rule: _Rule, block: Block) -> CheckResult:
    """Judge a block; one the rule does not apply to has no verdict at all."""
    if not rule.applies(block):
        return CheckResult.UNKNOWN
    return CheckResult.PASSED if rule.holds(block) else CheckResult.FAILED
