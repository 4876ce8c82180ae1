"""The idea of health that a target group has decides which tasks get users."""

from __future__ import annotations

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.kept_rule import KeptRule


class TargetGroupKeepsItsSettings(KeptRule):
    """A target group checks, drains and spreads its requests as the matrix says."""

    policy = "CKV_RELINFRA_194"
    group = "traffic"
    title = "A target group must have the arguments that it was synthesized with"
    category = CheckCategories.NETWORKING
    level = "HIGH"
    rationale = (
        "A check that asks too seldom, or bears too much, leaves users with broken tasks and lets a bad version pass"
    )
    remedy = "Set `health_check` and `drain_seconds` of the service, or an entry of `overrides`, and synthesize again"
    source = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html"
    resources = ("aws_lb_target_group",)


check = TargetGroupKeepsItsSettings()
