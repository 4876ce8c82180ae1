"""A deployment that shifts traffic is watched by alarms that can undo it."""

from __future__ import annotations

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.shifting_service_rule import ShiftingServiceRule


class EcsRollsBackOnAlarms(ShiftingServiceRule):
    """Rollback alarms are named, enabled and allowed to roll back."""

    policy = "CKV_RELINFRA_1"
    title = "An ECS service that shifts traffic must roll back on named alarms"
    category = CheckCategories.BACKUP_AND_RECOVERY

    def holds(self, block: Block) -> bool:
        """Whether `alarms` is enabled, rolls back and names at least one alarm."""
        alarms = block.block("alarms")
        return (
            alarms.value("enable") is True and alarms.value("rollback") is True and any(alarms.strings("alarm_names"))
        )


check = EcsRollsBackOnAlarms()
