"""A question asked of one block: what rules of resources and of providers have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.rule import Rule

__all__ = ["BlockRule"]


class BlockRule(Rule, ABC):
    """Every block that the rule applies to does what `demands` yields, judged one by one."""

    def applies(self, block: Block) -> bool:
        """Whether the rule has anything to say of this block."""
        return True

    @abstractmethod
    def demands(self, block: Block) -> Iterator[bool]:
        """Yield whether each thing that the rule demands is so."""
