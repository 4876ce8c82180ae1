"""A deployment whose tasks do not start is undone by ECS."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.resource_rule import ResourceRule


class EcsBreaksFailedRollouts(ResourceRule):
    """The circuit breaker is on and rolls back; other controllers have their own ways."""

    policy = "CKV_RELINFRA_2"
    group = "deployment"
    claims = ("breaker_rolls_back",)
    title = "An ECS service must have a deployment circuit breaker that rolls back"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "HIGH"
    rationale = "Otherwise ECS starts and stops broken tasks for hours"
    remedy = "Leave `deployment_circuit_breaker` as `deployment.strategy` makes it, enabled and rolling back"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html"
    resources = ("aws_ecs_service",)

    def applies(self, block: Block) -> bool:
        """Whether ECS itself deploys, by whatever strategy."""
        return (block.block("deployment_controller").text("type") or "ECS") == "ECS"

    def demands(self, block: Block) -> Iterator[bool]:
        """Yield whether the breaker is enabled and rolls back."""
        breaker = block.block("deployment_circuit_breaker")
        yield breaker.flag("enable") is True and breaker.flag("rollback") is True


check = EcsBreaksFailedRollouts()
