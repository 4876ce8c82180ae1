"""A question asked of one resource."""

from __future__ import annotations

from typing import Any, ClassVar

from checkov.common.bridgecrew.severities import Severities
from checkov.common.models.enums import CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.block_rule import BlockRule
from relinfra_policies.shapes.verdict import verdict

__all__ = ["ResourceRule"]


class ResourceRule(BlockRule, BaseResourceCheck):  # type: ignore[misc]  # Checkov's classes are read as Any
    """Every resource of the named types, to which the rule applies, holds what `demands` yields."""

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
        """Answer Checkov's question with what the rule demands."""
        return verdict(self, Block(conf))
