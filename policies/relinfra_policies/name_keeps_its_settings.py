"""A name is the last thing between users and a service that runs."""

from __future__ import annotations

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.kept_rule import KeptRule


class NameKeepsItsSettings(KeptRule):
    """Records, their health checks and certificates have the arguments that the matrix gave them."""

    policy = "CKV_RELINFRA_198"
    group = "traffic"
    claims = ("failover_moves",)
    title = "A record, its health check and a certificate must have the arguments that they were synthesized with"
    category = CheckCategories.NETWORKING
    level = "HIGH"
    rationale = "A record that no longer asks whether its target is healthy sends users into the region that failed"
    remedy = "Set `domain` of the service or `disaster_recovery`, or an entry of `overrides`, and synthesize again"
    source = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-failover-alias.html"
    resources = (
        "aws_acm_certificate",
        "aws_acm_certificate_validation",
        "aws_route53_health_check",
        "aws_route53_record",
    )


check = NameKeepsItsSettings()
