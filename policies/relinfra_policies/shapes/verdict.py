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
    """Judge a block; one the rule does not apply to, or of which a plan does not say so, has no verdict at all."""
    before = len(block.unknown)
    applies = rule.applies(block) and (not block.planned or len(block.unknown) == before)
    return judged(rule.demands(block), block) if applies else CheckResult.UNKNOWN


def judged(demands: Iterable[bool], block: Block) -> CheckResult:
    """Judge a block by demands: one that fails on a value only Terraform knows is unknown, not failed.

    Another that fails on what is written fails the block all the same. Of a plan, one that is met is unknown too where
    it asked for what a plan does not carry: the verdict on the configuration may be worse.
    """
    result, before = CheckResult.PASSED, len(block.unknown)
    for met in demands:
        known = len(block.unknown) == before
        if not met and known:
            return CheckResult.FAILED
        result = result if known or (met and not block.planned) else CheckResult.UNKNOWN
        before = len(block.unknown)
    return result
