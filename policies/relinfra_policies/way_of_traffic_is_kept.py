"""Listeners and their rules decide who gets which version, and a priority or a weight is one digit."""

from __future__ import annotations

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.kept_rule import KeptRule


class WayOfTrafficIsKept(KeptRule):
    """The load balancer, its listeners and their rules have the arguments that the matrix gave them."""

    policy = "CKV_RELINFRA_193"
    group = "traffic"
    claims = ("failover_moves",)
    title = "A load balancer, its listeners and rules must have the arguments that they were synthesized with"
    category = CheckCategories.NETWORKING
    level = "HIGH"
    rationale = "Users reach another version, another service or nothing, while everything that is deployed is healthy"
    remedy = "Set `domain` and `deployment` of the service, or an entry of `overrides`, and synthesize again"
    source = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html"
    resources = ("aws_lb", "aws_lb_listener", "aws_lb_listener_certificate", "aws_lb_listener_rule")


check = WayOfTrafficIsKept()
