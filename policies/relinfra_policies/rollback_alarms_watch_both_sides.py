"""During a shift the new version answers from the other target group."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.traffic import sides
from relinfra_policies.shapes.watched import is_declared, watched, watched_groups

SIDES = 2


class RollbackAlarmsWatchBothSides(StackRule):
    """Each metric that a rollback alarm counts by target group is counted of both target groups of the service."""

    policy = "CKV_RELINFRA_26"
    group = "rollback alarms"
    claims = ("alarms_roll_back",)
    title = "Rollback alarms must watch both target groups of their service"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "HIGH"
    rationale = "During a shift the new version answers from the other target group"
    remedy = "Leave the alarms to `deployment.rollback`"
    source = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html"
    resources = ("aws_ecs_service", "aws_codedeploy_deployment_group")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it has two target groups."""
        return len({one.address for one in sides(resource, stack) if one}) == SIDES

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether each alarm that watches groups watches both."""
        groups = {one.address for one in sides(resource, stack) if one}
        for alarm in watched(resource, stack):
            seen = watched_groups(alarm, stack)
            yield all(found == groups for found in seen.values())
            yield bool(seen) or not is_declared(alarm)


check = RollbackAlarmsWatchBothSides()
