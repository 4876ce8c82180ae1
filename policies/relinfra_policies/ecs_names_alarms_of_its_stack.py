"""A rollback alarm that does not exist never fires."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.watched import ALARMS, watching


class EcsNamesAlarmsOfItsStack(StackRule):
    """Each alarm that a deployment is watched by is created in the same stack."""

    policy = "CKV_RELINFRA_14"
    group = "rollback alarms"
    claims = ("alarms_roll_back",)
    title = "Every alarm that a deployment names must exist in its stack"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "HIGH"
    rationale = "A rollback alarm that does not exist never fires"
    remedy = "Name alarms of the stack; `deployment.rollback` of the service makes them"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html"
    resources = (
        "aws_ecs_service",
        "aws_codedeploy_deployment_group",
    )

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether alarms are named."""
        return any(watching(resource))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether each name leads to an alarm."""
        for name in watching(resource):
            yield stack.referred(name, *ALARMS) is not None


check = EcsNamesAlarmsOfItsStack()
