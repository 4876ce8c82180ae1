"""A database's automated backups, continuously copied to another region."""

from __future__ import annotations

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

__all__ = ["ReplicatedBackups", "ReplicatedBackupsProps"]


class ReplicatedBackupsProps(Props):
    """Props of replicated backups: the database, the other region, and the days they are kept.

    terraform_name: the Terraform name, the source database's, such as `main`.
    source_arn: the ARN of the database instance, which must have automated backups.
    placement: account and region the backups are copied to.
    key_arn: a KMS key in that region; a key of the source's region does not work there.
    retention_days: days back a restore reaches, 1 to 35.
    """

    terraform_name: str
    source_arn: str
    placement: Placement
    key_arn: str
    retention_days: int


class ReplicatedBackups(Construct):
    """Snapshots and transaction logs in a second region, for a restore to a point in time there.

    Outputs: `automated_backups_arn`, the `source_db_instance_automated_backups_arn` a restore is given. The
    source's managed master password is not copied: a restored database makes a new one.
    """

    def __init__(self, scope: Construct, id: str, props: ReplicatedBackupsProps) -> None:
        super().__init__(scope, id)
        replication = aws.DbInstanceAutomatedBackupsReplication(
            self,
            props.terraform_name,
            source_db_instance_arn=props.source_arn,
            kms_key_id=props.key_arn,
            retention_period=props.retention_days,
            region=props.placement.region,
        )
        self.automated_backups_arn: str = replication.id
