"""A release that damages data is undone from a backup, or not at all."""

from __future__ import annotations

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.resource_rule import ResourceRule

RETAINED_DAYS = 7


class DatabaseIsRecoverable(ResourceRule):
    """A week of point-in-time recovery, and nothing lost with the database; a replica has its source.

    Rehearsals damage data too: where less is enough, a waiver of that environment says why.
    """

    policy = "CKV_RELINFRA_8"
    title = "A database in every environment must keep 7 days of backups, a final snapshot and deletion protection"
    category = CheckCategories.BACKUP_AND_RECOVERY
    resources = ("aws_db_instance", "aws_rds_cluster")

    def applies(self, block: Block) -> bool:
        """Whether the database is the one that holds the data."""
        return not (block.text("replicate_source_db") or block.text("replication_source_identifier"))

    def holds(self, block: Block) -> bool:
        """Whether backups reach back a week and survive the deletion of the database."""
        return (
            (block.number("backup_retention_period") or 0) >= RETAINED_DAYS
            and block.value("delete_automated_backups") is False
            and not block.value("skip_final_snapshot")
            and bool(block.text("final_snapshot_identifier"))
            and block.value("deletion_protection") is True
        )


check = DatabaseIsRecoverable()
