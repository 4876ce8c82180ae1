"""A failover by the health of a load balancer moves, or stays, for whatever else is behind that load balancer."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.resource_rule import ResourceRule


class FailoverHasOneSignal(ResourceRule):
    """A failover record follows a health check of its own, and not everything behind its load balancer."""

    policy = "CKV_RELINFRA_12"
    group = "traffic"
    claims = ("failover_moves",)
    title = "A failover record must follow a health check of its own, and not the health of its target"
    category = CheckCategories.NETWORKING
    level = "HIGH"
    rationale = "Another sick service, or a target group without tasks, would move a whole region, or hold it"
    remedy = "Leave the records to `disaster_recovery.mode`"
    source = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-types.html"
    resources = ("aws_route53_record",)

    def applies(self, block: Block) -> bool:
        """Whether it is an alias with a part in a failover."""
        return bool(block.blocks("failover_routing_policy") and block.blocks("alias"))

    def demands(self, block: Block) -> Iterator[bool]:
        """Yield whether the health check alone decides."""
        yield (
            bool(block.text("health_check_id"))
            and str(block.block("alias").value("evaluate_target_health")).lower() != "true"
        )


check = FailoverHasOneSignal()
