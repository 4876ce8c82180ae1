"""A target of autoscaling without a policy is two numbers that nobody reads."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression, is_remote
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

SCHEDULES = ("aws_appautoscaling_scheduled_action",)
METRICS = ("ECSServiceAverageCPUUtilization", "ECSServiceAverageMemoryUtilization", "ALBRequestCountPerTarget")


class AutoscalingFollowsTheLoad(StackRule):
    """A policy follows the load, at the declared share, and may add tasks."""

    policy = "CKV_RELINFRA_62"
    group = "deployment"
    title = "An autoscaled service must have a policy that follows its load as declared"
    category = CheckCategories.GENERAL_SECURITY
    level = "MEDIUM"
    rationale = "Without a policy the number of tasks never moves, whatever the load"
    remedy = "Set `scaling.cpu_percent` or `scaling.memory_percent`"
    source = (
        "https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html"
    )
    resources = ("aws_appautoscaling_target",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it scales tasks of ECS."""
        return resource.text("service_namespace") == "ecs"

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether some policy or schedule moves it, and each follows the declared share."""
        policies = list(stack.referring(resource, "resource_id", "aws_appautoscaling_policy"))
        yield bool(policies) or any(True for _ in stack.referring(resource, "resource_id", *SCHEDULES))
        for policy in policies:
            tracked = policy.block("target_tracking_scaling_policy_configuration")
            aimed = tracked.number("target_value")
            yield aimed is None or aimed <= policy.declared_number("target_percent", aimed)
            metric = tracked.block("predefined_metric_specification").text("predefined_metric_type")
            yield not metric or metric in METRICS or is_expression(metric) or is_remote(metric)


check = AutoscalingFollowsTheLoad()
