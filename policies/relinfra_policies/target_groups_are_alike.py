"""A version that is judged by other checks than the last one is not compared with it."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.traffic import sides

ALIKE = (
    "deregistration_delay",
    "load_balancing_algorithm_type",
    "port",
    "protocol",
    "protocol_version",
    "slow_start",
    "target_type",
)
CHECKED = (
    "enabled",
    "healthy_threshold",
    "interval",
    "matcher",
    "path",
    "port",
    "protocol",
    "timeout",
    "unhealthy_threshold",
)
STUCK = ("enabled", "type", "cookie_duration", "cookie_name")


class TargetGroupsAreAlike(StackRule):
    """Both target groups of a service have the same health check, protocol and drain."""

    policy = "CKV_RELINFRA_35"
    group = "traffic"
    claims = ("checked_alike",)
    title = "Both target groups of a service must be checked and drained alike"
    category = CheckCategories.NETWORKING
    level = "HIGH"
    rationale = "A version that is judged by other checks than the last one is not compared with it"
    remedy = "Set `health_check` and `drain_seconds` of the service"
    source = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html"
    resources = ("aws_ecs_service", "aws_codedeploy_deployment_group")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it has two target groups."""
        return all(sides(resource, stack))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether one is like the other."""
        first, second = sides(resource, stack)
        if first and second:
            for name in ALIKE:
                yield first.value(name) == second.value(name)
            one, other = first.block("health_check"), second.block("health_check")
            yield all(one.value(name) == other.value(name) for name in CHECKED)
            one, other = first.block("stickiness"), second.block("stickiness")
            yield all(one.value(name) == other.value(name) for name in STUCK)


check = TargetGroupsAreAlike()
