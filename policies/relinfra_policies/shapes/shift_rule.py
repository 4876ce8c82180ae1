"""A question asked of whoever shifts the traffic of an ECS service: the service itself, or CodeDeploy for it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.shifting_service_rule import ShiftingServiceRule

__all__ = ["ShiftRule"]


class ShiftRule(ShiftingServiceRule):
    """Every ECS service that shifts by itself, and every CodeDeploy deployment group of an ECS service."""

    resources: ClassVar[tuple[str, ...]] = ("aws_codedeploy_deployment_group", *ShiftingServiceRule.resources)

    def applies(self, block: Block) -> bool:
        """Whether the traffic of an ECS service is shifted here; other groups deploy to machines or functions."""
        return bool(block.blocks("ecs_service")) or super().applies(block)

    def demands(self, block: Block) -> Iterator[bool]:
        """Yield whether the service, or the group, does what the rule demands of it."""
        yield self.holds_for_group(block) if block.blocks("ecs_service") else self.holds_for_service(block)

    @abstractmethod
    def holds_for_service(self, block: Block) -> bool:
        """Whether a service that shifts by itself does what the rule demands."""

    @abstractmethod
    def holds_for_group(self, block: Block) -> bool:
        """Whether a deployment group does what the rule demands."""
