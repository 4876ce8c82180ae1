"""A deployment that goes on when it cannot see its alarms is not watched."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class CodeDeployStopsWhenBlind(StackRule):
    """CodeDeploy moves traffic between two sets of tasks, rolls failures back, and stops if alarms cannot be asked."""

    policy = "CKV_RELINFRA_82"
    group = "rollback alarms"
    claims = ("failure_rolls_back",)
    title = (
        "A CodeDeploy deployment of ECS must shift traffic, roll failures back, and stop when its alarms "
        "cannot be asked"
    )
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "HIGH"
    rationale = "While CloudWatch does not answer, a bad version gets all traffic and keeps it"
    remedy = "Leave the deployment group to `deployment.strategy`"
    source = "https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-stop.html"
    resources = ("aws_codedeploy_deployment_group",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it deploys a service of ECS."""
        return bool(resource.blocks("ecs_service"))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it shifts, and stops."""
        yield resource.block("alarm_configuration").flag("ignore_poll_alarm_failure") is not True
        rollback = resource.block("auto_rollback_configuration")
        yield rollback.flag("enabled") is True
        yield "DEPLOYMENT_FAILURE" in rollback.strings("events")
        style = resource.block("deployment_style")
        yield style.text("deployment_type") == "BLUE_GREEN"
        yield style.text("deployment_option") == "WITH_TRAFFIC_CONTROL"


check = CodeDeployStopsWhenBlind()
