"""A canary that ends before an alarm can fire is a shift of all traffic, only later."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.watched import watched, window_minutes


class CanaryWaitsForItsAlarms(StackRule):
    """The wait at the first share is as long as each rollback alarm needs to fire."""

    policy = "CKV_RELINFRA_83"
    group = "rollback alarms"
    claims = ("alarms_roll_back",)
    title = "A canary must wait as long as its rollback alarms need to fire"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "HIGH"
    rationale = "All users meet the bad version before anything has judged it"
    remedy = "Raise `deployment.canary_bake_minutes`, or lower `deployment.rollback.evaluation_minutes`"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html"
    resources = ("aws_ecs_service", "aws_codedeploy_deployment_group")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it shifts as a canary."""
        return _wait(resource, stack) is not None

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether the wait suffices for each alarm."""
        for alarm in watched(resource, stack):
            yield (_wait(resource, stack) or 0) >= window_minutes(alarm)


def _wait(deployed: Resource, stack: Stack) -> float | None:
    """Return the minutes at the first share, as ECS or CodeDeploy is told; None without a canary."""
    canary = deployed.block("deployment_configuration").block("canary_configuration")
    config = stack.referred(deployed.text("deployment_config_name"), "aws_codedeploy_deployment_config")
    if config:
        return config.block("traffic_routing_config").block("time_based_canary").number("interval")
    return canary.number("canary_bake_time_in_minutes")


check = CanaryWaitsForItsAlarms()
