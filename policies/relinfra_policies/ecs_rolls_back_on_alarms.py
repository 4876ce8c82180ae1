"""A deployment that shifts traffic is watched by alarms that can undo it."""

from __future__ import annotations

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.shift_rule import ShiftRule

ROLLED_BACK = "DEPLOYMENT_STOP_ON_ALARM"


class EcsRollsBackOnAlarms(ShiftRule):
    """Rollback alarms are named, enabled and allowed to roll back."""

    policy = "CKV_RELINFRA_1"
    group = "rollback alarms"
    claims = ("alarms_roll_back",)
    title = "An ECS service that shifts traffic must roll back on named alarms"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "HIGH"
    rationale = "Without alarms ECS takes any version whose tasks start for a good one, whatever its users see"
    remedy = "Set `deployment.rollback` of the service"
    source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html"

    def holds_for_service(self, block: Block) -> bool:
        """Whether `alarms` is enabled, rolls back and names at least one alarm."""
        alarms = block.block("alarms")
        return alarms.flag("enable") is True and alarms.flag("rollback") is True and any(alarms.strings("alarm_names"))

    def holds_for_group(self, block: Block) -> bool:
        """Whether the group's alarms are enabled and named, and stopping on one rolls back."""
        alarms, rollback = block.block("alarm_configuration"), block.block("auto_rollback_configuration")
        watched = alarms.flag("enabled") is True and any(alarms.strings("alarms"))
        return watched and rollback.flag("enabled") is True and ROLLED_BACK in rollback.strings("events")


check = EcsRollsBackOnAlarms()
