"""Snapshots of Aurora clusters, copied to another region by the clock."""

from __future__ import annotations

from collections.abc import Mapping

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.database.backup_role import BackupRole, BackupRoleProps
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

__all__ = ["COPY_HOURS", "FIRST_HOUR", "CopiedCluster", "CopiedSnapshots", "CopiedSnapshotsProps"]

COPY_HOURS = (1, 2, 3, 4, 6, 8, 12, 24)
"""How many hours may lie between two copies: AWS Backup starts hourly at most, and each day is to be like the last."""
FIRST_HOUR = 8
"""UTC: away from the daily backup and the maintenance of Sundays, where the interval leaves the choice."""
START_MINUTES = 60
"""The shortest window that AWS Backup takes to begin in."""
COMPLETION_MINUTES = 180
KEPT_AT_HOME_DAYS = 2
"""How long the source of a copy is kept; the cluster has automated backups beside it."""


class CopiedCluster(Props):
    """A cluster as it exists already: its `arn`, the key its snapshots are under, and days its copies are kept.

    `plan_name` is that of its plan, of at most 50 characters; it is called after the vaults and its key by default.
    """

    arn: str
    key_arn: str
    kept_days: int
    plan_name: str | None = None


class CopiedSnapshotsProps(Props):
    """Props of copied snapshots: the databases, the other region, and how often.

    name: physical name prefix, such as `shop-production`; both vaults are called `NAME-copies`.
    source, target: account and region that is copied from and to.
    key_arn: a KMS key in the region of `target`, which the copies are under.
    clusters: by key, whose Terraform form names the plans.
    interval_hours: hours from one copy to the next, one of `COPY_HOURS`.
    first_hour: an hour in UTC at which one begins, 8 by default.
    """

    name: str
    source: Placement
    target: Placement
    key_arn: str
    clusters: Mapping[str, CopiedCluster]
    interval_hours: int
    first_hour: int = FIRST_HOUR

    def __post_init__(self) -> None:
        """Refuse what AWS Backup cannot keep to. Raises ConstructError."""
        if not self.clusters:
            raise ConstructError(f"{self.name}: expected clusters to copy, found none; name at least one")
        if self.interval_hours not in COPY_HOURS:
            known = ", ".join(str(hours) for hours in COPY_HOURS)
            raise ConstructError(f"{self.name}: expected interval_hours of {known}, found {self.interval_hours}")

    @property
    def schedule(self) -> str:
        """Return the schedule of snapshots in AWS Backup's notation; it copies each as soon as it is complete."""
        first = self.first_hour % self.interval_hours
        hours = f"{self.first_hour}" if self.interval_hours == COPY_HOURS[-1] else f"{first}/{self.interval_hours}"
        return f"cron(0 {hours} * * ? *)"


class CopiedSnapshots(Construct):
    """AWS Backup plans that snapshot clusters and copy each snapshot. Outputs: `vault_arn`, that of the copies.

    A cluster has no automated backups that RDS would replicate to another region, as an instance has. Every resource
    names its region, so the construct works in a stack of either.
    """

    def __init__(self, scope: Construct, id: str, props: CopiedSnapshotsProps) -> None:
        super().__init__(scope, id)
        self._props = props
        name, source, target = f"{props.name}-copies", props.source, props.target
        own_key = next(iter(props.clusters.values())).key_arn
        home = aws.BackupVault(self, "copies_source", name=name, kms_key_arn=own_key, region=source.region)
        copies = aws.BackupVault(self, "copies", name=name, kms_key_arn=props.key_arn, region=target.region)
        self.vault_arn: str = copies.arn
        role = BackupRole(self, "role", BackupRoleProps(name=name, terraform_name="copies", placement=props.source))
        for key, cluster in sorted(props.clusters.items()):
            self._copied(key, cluster, home.name, role)

    def _copied(self, key: str, cluster: CopiedCluster, vault_name: str, role: BackupRole) -> None:
        name = cluster.plan_name or f"{self._props.name}-{key}-copies"
        plan = aws.BackupPlan(
            self,
            terraform_name(key),
            name=name,
            region=self._props.source.region,
            rule=[
                {
                    "rule_name": "copies",
                    "target_vault_name": vault_name,
                    "schedule": self._props.schedule,
                    "start_window": START_MINUTES,
                    "completion_window": COMPLETION_MINUTES,
                    "lifecycle": _kept(KEPT_AT_HOME_DAYS),
                    "copy_action": [{"destination_vault_arn": self.vault_arn, "lifecycle": _kept(cluster.kept_days)}],
                }
            ],
        )
        aws.BackupSelection(
            self,
            terraform_name(key),
            name=name,
            region=self._props.source.region,
            plan_id=plan.id,
            iam_role_arn=role.arn,
            resources=[cluster.arn],
            depends_on=[role.permissions],
        )


def _kept(days: int) -> aws.BackupPlanRuleLifecycle:
    # The archive is for other resources. It is said because Terraform compares sets in sets as a whole, and would find
    # another rule where AWS fills something in.
    return {"delete_after": days, "opt_in_to_archive_for_supported_resources": False}
