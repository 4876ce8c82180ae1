"""A question asked of one resource."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from checkov.common.bridgecrew.severities import Severities
from checkov.common.models.enums import CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.rule import Rule
from relinfra_policies.shapes.verdict import verdict

__all__ = ["ResourceRule"]


class ResourceRule(Rule, BaseResourceCheck):  # type: ignore[misc]  # Checkov's classes are read as Any
    """Every resource of the named types, to which the rule applies, holds what `holds` demands."""

    resources: ClassVar[tuple[str, ...]]

    def __init__(self) -> None:
        super().__init__(
            name=self.title,
            id=self.policy,
            categories=[self.category],
            supported_resources=self.resources,
            guideline=self.source,
        )
        self.severity = Severities[self.level]

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Answer Checkov's question with the rule's predicate."""
        return verdict(self, Block(conf))

    def applies(self, block: Block) -> bool:
        """Whether the rule has anything to say of this resource."""
        return True

    def demands(self, block: Block) -> Iterator[bool]:
        """Yield whether each thing that the rule demands is so, judged one by one; `holds` alone by default."""
        yield self.holds(block)

    def holds(self, block: Block) -> bool:
        """Whether the resource does what the rule demands."""
        raise NotImplementedError
