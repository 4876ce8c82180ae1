"""An apply that does not wait reports success for a version that never started."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class EcsAwaitsEveryRollout(StackRule):
    """Whoever rolls or shifts, the apply ends when the tasks are steady."""

    policy = "CKV_RELINFRA_25"
    group = "deployment"
    claims = ("terraform_waits",)
    title = "An apply must wait for every ECS service that ECS deploys"
    category = CheckCategories.GENERAL_SECURITY
    level = "HIGH"
    rationale = "An apply that does not wait reports success for a version that never started"
    remedy = "Set `wait_for_steady_state`, and no `sigint_rollback`"
    source = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_service"
    resources = ("aws_ecs_service",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether ECS deploys it."""
        return (resource.block("deployment_controller").text("type") or "ECS") == "ECS"

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it waits and cannot be cut short."""
        yield resource.flag("wait_for_steady_state") is True


check = EcsAwaitsEveryRollout()
