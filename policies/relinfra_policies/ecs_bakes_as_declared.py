"""Services bake as declared: the watch that is promised is kept."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.watched import watched, window_minutes


class EcsBakesAsDeclared(StackRule):
    """The bake lasts as long as the matrix declares, and no shorter than what each rollback alarm needs to fire."""

    policy = "CKV_RELINFRA_15"
    group = "deployment"
    claims = ("alarms_roll_back",)
    title = "A bake must last as declared, and as long as its alarms need"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "HIGH"
    rationale = "What is promised to be watched is watched"
    remedy = "Raise `deployment.bake_minutes`, or lower `deployment.rollback.evaluation_minutes`"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-blue-green.html"
    resources = ("aws_ecs_service", "aws_codedeploy_deployment_group")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the traffic of a service is shifted here."""
        return (
            bool(resource.blocks("ecs_service"))
            or (resource.block("deployment_configuration").text("strategy") or "ROLLING") != "ROLLING"
        )

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether the minutes suffice."""
        baked = _baked(resource)
        yield baked >= resource.declared_number("bake_minutes", 1)
        for alarm in watched(resource, stack):
            yield baked >= window_minutes(alarm)


def _baked(deployed: Resource) -> float:
    """Return the minutes for which the former version stays, as ECS or CodeDeploy is told."""
    if not deployed.blocks("ecs_service"):
        return deployed.block("deployment_configuration").number("bake_time_in_minutes") or 0
    former = deployed.block("blue_green_deployment_config").block("terminate_blue_instances_on_deployment_success")
    return inf if former.text("action") == "KEEP_ALIVE" else former.number("termination_wait_time_in_minutes") or 0


check = EcsBakesAsDeclared()
