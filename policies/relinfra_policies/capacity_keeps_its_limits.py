"""Room for the peak is planned once, and lost by one number."""

from __future__ import annotations

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.kept_rule import KeptRule


class CapacityKeepsItsLimits(KeptRule):
    """Scaling, its schedules and the cluster have the limits and settings that the matrix gave them.

    That is a contract of relinfra's own; its source says what the limits of scaling do.
    """

    policy = "CKV_RELINFRA_192"
    group = "deployment"
    title = "Scaling and the cluster must have the limits that they were synthesized with"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "HIGH"
    rationale = "Fewer tasks than planned for fall over at the peak, more of them than budgeted are paid for"
    remedy = "Set `scaling` or `capacity` of the service, or an entry of `overrides`, and synthesize again"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html"
    resources = (
        "aws_appautoscaling_policy",
        "aws_appautoscaling_scheduled_action",
        "aws_appautoscaling_target",
        "aws_ecs_cluster",
        "aws_ecs_cluster_capacity_providers",
    )


check = CapacityKeepsItsLimits()
