"""Scaling that is suspended, or down to nothing, is an outage at the next peak."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

SUSPENDED = ("dynamic_scaling_in_suspended", "dynamic_scaling_out_suspended", "scheduled_scaling_suspended")


class AutoscalingKeepsDeclaredTasks(StackRule):
    """The fewest and the most tasks are those declared, and no direction is suspended."""

    policy = "CKV_RELINFRA_20"
    group = "deployment"
    title = "Autoscaling must keep to the declared numbers of tasks and not be suspended"
    category = CheckCategories.GENERAL_SECURITY
    level = "HIGH"
    rationale = "Scaling that is suspended, or down to nothing, is an outage at the next peak"
    remedy = "Set `scaling.min` and `scaling.max`"
    source = "https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-suspend-resume-scaling.html"
    resources = ("aws_appautoscaling_target",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it scales tasks of ECS."""
        return resource.text("service_namespace") == "ecs"

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether the limits are those, and nothing is suspended."""
        yield (resource.number("min_capacity") or 0) >= resource.declared_number("min_tasks", 2)
        least = resource.number("min_capacity") or 1
        yield (resource.number("max_capacity") or 0) >= resource.declared_number("max_tasks", least)
        for suspended in resource.blocks("suspended_state"):
            for direction in SUSPENDED:
                yield not suspended.flag(direction)


check = AutoscalingKeepsDeclaredTasks()
