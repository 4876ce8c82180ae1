"""Whoever shifts traffic owns the weights of the listener rule; Terraform must not put them back."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.resource_rule import ResourceRule

SIDES = 2


class ListenerRuleLeavesWeightsToEcs(ResourceRule):
    """An apply that restores the weights sends live traffic to an empty target group."""

    policy = "CKV_RELINFRA_4"
    group = "traffic"
    title = "A listener rule over two target groups must ignore changes of its action"
    category = CheckCategories.NETWORKING
    level = "HIGH"
    rationale = (
        "ECS or CodeDeploy rewrites the weights at each deployment; an apply that restores them sends live "
        "traffic to an empty target group"
    )
    remedy = "Leave `lifecycle.ignore_changes` of the rule as `deployment.strategy` writes it"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html"
    resources = ("aws_lb_listener_rule", "aws_alb_listener_rule")

    def applies(self, block: Block) -> bool:
        """Whether an action forwards to several target groups."""
        forwards = [forward for action in block.blocks("action") for forward in action.blocks("forward")]
        return any(len(forward.blocks("target_group")) >= SIDES for forward in forwards)

    def demands(self, block: Block) -> Iterator[bool]:
        """Yield whether `ignore_changes` names `action`, or everything."""
        yield not {"action", "all"}.isdisjoint(block.block("lifecycle").strings("ignore_changes"))


check = ListenerRuleLeavesWeightsToEcs()
