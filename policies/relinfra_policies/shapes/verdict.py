"""The one place where a predicate becomes a Checkov result."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from checkov.common.models.enums import CheckResult

from relinfra_policies.shapes.block import Block

__all__ = ["judged", "verdict"]


class _Rule(Protocol):
    def applies(self, block: Block) -> bool: ...

    def demands(self, block: Block) -> Iterable[bool]: ...


def verdict(rule: _Rule, block: Block) -> CheckResult:
    """Judge a block; one the rule does not apply to has no verdict at all."""
    return judged(rule.demands(block), block) if rule.applies(block) else CheckResult.UNKNOWN


def judged(demands: Iterable[bool], block: Block) -> CheckResult:
    """Judge a block by demands: one that fails on a value only Terraform knows is unknown, not failed.

    Another that fails on what is written fails the block all the same.
    """
    result, before = CheckResult.PASSED, len(block.unknown)
    for met in demands:
        if not met and len(block.unknown) == before:
            return CheckResult.FAILED
        result, before = result if met else CheckResult.UNKNOWN, len(block.unknown)
    return result
