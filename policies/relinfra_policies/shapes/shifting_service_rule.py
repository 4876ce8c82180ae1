"""A question asked of an ECS service that shifts traffic between two target groups."""

from __future__ import annotations

from typing import ClassVar

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.resource_rule import ResourceRule

__all__ = ["ShiftingServiceRule"]


class ShiftingServiceRule(ResourceRule):
    """Every ECS service whose strategy is BLUE_GREEN, CANARY or LINEAR; rolling ones are left alone."""

    resources: ClassVar[tuple[str, ...]] = ("aws_ecs_service",)

    def applies(self, block: Block) -> bool:
        """Whether ECS itself shifts the traffic of this service."""
        return (block.block("deployment_configuration").text("strategy") or "ROLLING") != "ROLLING"
