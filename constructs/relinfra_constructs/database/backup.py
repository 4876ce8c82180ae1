"""Weekly snapshots that outlive the automated backups."""

from __future__ import annotations

from collections.abc import Sequence

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.database.backup_role import BackupRole, BackupRoleProps
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

__all__ = ["SNAPSHOT_SCHEDULE", "WeeklySnapshots", "WeeklySnapshotsProps"]

SNAPSHOT_SCHEDULE = "cron(0 8 ? * SUN *)"
"""Sundays 08:00 UTC: AWS Backup refuses RDS within an hour of its backup and maintenance windows."""


class WeeklySnapshotsProps(Props):
    """Props of a backup: the databases that are kept, and for how long.

    name: physical name prefix; the vault is `NAME-weekly`.
    placement: account and region.
    key_arn: the KMS key of the vault.
    resource_arns: what is backed up; nothing else is.
    schedule: when, in AWS Backup's notation and UTC; `SNAPSHOT_SCHEDULE` by default.
    weeks_kept: how many weekly snapshots of each there are.
    """

    name: str
    placement: Placement
    key_arn: str
    resource_arns: Sequence[str]
    weeks_kept: int
    schedule: str = SNAPSHOT_SCHEDULE

    def __post_init__(self) -> None:
        """Refuse a plan that would keep nothing. Raises ConstructError."""
        if not self.resource_arns:
            raise ConstructError(f"{self.name}: expected resource_arns to back up, found none; name at least one")
        if self.weeks_kept < 1:
            raise ConstructError(f"{self.name}: expected weeks_kept of 1 or more, found {self.weeks_kept}")


class WeeklySnapshots(Construct):
    """An AWS Backup plan that snapshots each Sunday. Outputs: `vault_name`, `vault_arn`, `plan_id`.

    Restoring to a point in time stays with RDS's own automated backups.
    """

    def __init__(self, scope: Construct, id: str, props: WeeklySnapshotsProps) -> None:
        super().__init__(scope, id)
        self._props = props
        name = f"{props.name}-weekly"
        vault = aws.BackupVault(self, "weekly", name=name, kms_key_arn=props.key_arn)
        self.vault_name: str = vault.name
        self.vault_arn: str = vault.arn
        self.plan_id: str = self._plan(name).id
        role = BackupRole(
            self,
            "role",
            BackupRoleProps(name=f"{props.name}-backup", terraform_name="backup", placement=props.placement),
        )
        aws.BackupSelection(
            self,
            "weekly",
            name=name,
            plan_id=self.plan_id,
            iam_role_arn=role.arn,
            resources=props.resource_arns,
            depends_on=[role.permissions],
        )

    def _plan(self, name: str) -> aws.BackupPlan:
        return aws.BackupPlan(
            self,
            "weekly",
            name=name,
            rule=[
                {
                    "rule_name": "weekly",
                    "target_vault_name": self.vault_name,
                    "schedule": self._props.schedule,
                    "start_window": 60,
                    "completion_window": 480,
                    "lifecycle": {"delete_after": self._props.weeks_kept * 7},
                }
            ],
        )
