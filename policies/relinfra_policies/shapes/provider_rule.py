"""A question asked of one provider configuration."""

from __future__ import annotations

from typing import Any, ClassVar

from checkov.common.bridgecrew.severities import Severities
from checkov.common.models.enums import CheckResult
from checkov.terraform.checks.provider.base_check import BaseProviderCheck

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.block_rule import BlockRule
from relinfra_policies.shapes.verdict import verdict

__all__ = ["ProviderRule"]


class ProviderRule(BlockRule, BaseProviderCheck):  # type: ignore[misc]  # Checkov's classes are read as Any
    """Every configuration of the named providers, to which the rule applies, holds what `demands` yields."""

    providers: ClassVar[tuple[str, ...]]

    def __init__(self) -> None:
        super().__init__(
            name=self.title,
            id=self.policy,
            categories=[self.category],
            supported_provider=self.providers,
            guideline=self.source,
        )
        self.severity = Severities[self.level]

    def scan_provider_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Answer Checkov's question with what the rule demands."""
        return verdict(self, Block(conf))
