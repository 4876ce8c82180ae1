"""Whoever scales a service owns its count; an apply must not set it back in the middle of a peak."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class EcsLeavesCountToAutoscaling(StackRule):
    """A service that a scaling target refers to ignores changes of its desired count."""

    policy = "CKV_RELINFRA_6"
    group = "deployment"
    title = "An autoscaled ECS service must ignore changes of its desired count"
    category = CheckCategories.GENERAL_SECURITY
    level = "HIGH"
    rationale = "Any apply would set the count back to its start, in the middle of a peak"
    remedy = "Leave `lifecycle.ignore_changes` of the service as `scaling` writes it"
    source = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_service"
    resources = ("aws_ecs_service",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it is autoscaled."""
        return any(_scales(target, resource, stack) for target in stack.of("aws_appautoscaling_target"))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether the count, or everything, is ignored."""
        yield not {"desired_count", "all"}.isdisjoint(resource.block("lifecycle").strings("ignore_changes"))


def _scales(target: Resource, service: Resource, stack: Stack) -> bool:
    """Return whether a target's id, `service/CLUSTER/SERVICE`, ends in a reference to the service or in its name."""
    last = target.text("resource_id").rpartition("/")[2]
    return stack.referred(last, service.kind) is service


check = EcsLeavesCountToAutoscaling()
