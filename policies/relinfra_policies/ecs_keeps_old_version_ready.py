"""A rollback is instant only while the old version still runs beside the new one."""

from __future__ import annotations

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.shift_rule import ShiftRule

SIDES = 2


class EcsKeepsOldVersionReady(ShiftRule):
    """There are two target groups to switch between, and a bake time in which to switch back."""

    policy = "CKV_RELINFRA_3"
    group = "deployment"
    title = "An ECS service that shifts traffic must bake a minute or more, with an alternate target group"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "HIGH"
    rationale = "A rollback is instant only while the old version still runs beside the new one"
    remedy = "Set `deployment.bake_minutes`, and leave the second target group to `deployment.strategy`"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-blue-green.html"

    def holds_for_service(self, block: Block) -> bool:
        """Whether the bake is a minute or more and every load balancer has its other side."""
        bake = block.block("deployment_configuration").number("bake_time_in_minutes")
        balancers = block.blocks("load_balancer")
        return (bake or 0) >= 1 and bool(balancers) and all(_has_other_side(balancer) for balancer in balancers)

    def holds_for_group(self, block: Block) -> bool:
        """Whether the old tasks stay a minute or more, and the group has its pair of target groups."""
        blue = block.block("blue_green_deployment_config").block("terminate_blue_instances_on_deployment_success")
        pair = block.block("load_balancer_info").block("target_group_pair_info")
        kept = blue.text("action") == "KEEP_ALIVE" or (blue.number("termination_wait_time_in_minutes") or 0) >= 1
        return kept and len(pair.blocks("target_group")) == SIDES


def _has_other_side(balancer: Block) -> bool:
    advanced = balancer.block("advanced_configuration")
    return bool(advanced.text("alternate_target_group_arn") and advanced.text("production_listener_rule"))


check = EcsKeepsOldVersionReady()
