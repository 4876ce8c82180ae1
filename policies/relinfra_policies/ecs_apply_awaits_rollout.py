"""An apply that returns before the deployment is decided reports success for a release that rolls back."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.ecs_rollout import minutes, watched_minutes
from relinfra_policies.shapes.shifting_service_rule import ShiftingServiceRule

PROVIDER_DEFAULT = "20m"


class EcsApplyAwaitsRollout(ShiftingServiceRule):
    """The apply waits for the steady state, and for longer than the steps and the bake take."""

    policy = "CKV_RELINFRA_5"
    group = "deployment"
    claims = ("terraform_waits",)
    title = "An apply must wait for an ECS service that shifts traffic to be steady, beyond its bake time"
    category = CheckCategories.GENERAL_SECURITY
    level = "HIGH"
    rationale = "An apply that returns earlier reports success for a release that ECS rolls back a minute later"
    remedy = "Leave `timeouts` to `deployment.bake_minutes` and the steps, and `wait_for_steady_state` on"
    source = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_service"

    def demands(self, block: Block) -> Iterator[bool]:
        """Yield whether it waits, and both timeouts exceed the minutes the deployment is watched."""
        watched = watched_minutes(block)
        timeouts = block.block("timeouts")
        limits = [minutes(timeouts.text(action) or PROVIDER_DEFAULT) for action in ("create", "update")]
        yield block.flag("wait_for_steady_state") is True and watched is not None and min(limits) > watched


check = EcsApplyAwaitsRollout()
