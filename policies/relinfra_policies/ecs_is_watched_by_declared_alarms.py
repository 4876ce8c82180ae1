"""A rollback that is promised needs every alarm that it was promised with."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.watched import watched


class EcsIsWatchedByDeclaredAlarms(StackRule):
    """Each rollback alarm that the matrix declares is named by the deployment, and its alarms are on and roll back."""

    policy = "CKV_RELINFRA_57"
    group = "rollback alarms"
    claims = ("alarms_roll_back",)
    title = "A deployment must be watched by every rollback alarm that is declared"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "HIGH"
    rationale = "An alarm that nobody asks during a deployment rolls nothing back"
    remedy = "Set `deployment.rollback` of the service, and leave its alarms to it"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html"
    resources = ("aws_ecs_service", "aws_codedeploy_deployment_group")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether alarms are declared, and this is what names them: CodeDeploy's group in place of its service."""
        deployed_elsewhere = resource.block("deployment_controller").text("type") == "CODE_DEPLOY"
        return bool(resource.declared_strings("rollback_alarms")) and not deployed_elsewhere

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether the watch is on and each declared alarm is part of it."""
        alarms = (
            resource.block("alarms") if resource.kind == "aws_ecs_service" else resource.block("alarm_configuration")
        )
        yield alarms.flag("enable") is True or alarms.flag("enabled") is True
        yield alarms.flag("rollback") is not False
        names = {alarm.name for alarm in watched(resource, stack)}
        for declared in resource.declared_strings("rollback_alarms"):
            yield declared in names


check = EcsIsWatchedByDeclaredAlarms()
