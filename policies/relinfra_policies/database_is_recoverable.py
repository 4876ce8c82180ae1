"""A release that damages data is undone from a backup, or not at all."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import Block
from relinfra_policies.shapes.resource_rule import ResourceRule

RETAINED_DAYS = 7


class DatabaseIsRecoverable(ResourceRule):
    """A week of point-in-time recovery, and nothing lost with the database; a replica has its source.

    Rehearsals damage data too: where less is enough, a waiver of that environment says why.
    """

    policy = "CKV_RELINFRA_8"
    group = "data"
    claims = ("leaves_snapshot",)
    title = "A database in every environment must keep 7 days of backups, a final snapshot and deletion protection"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "CRITICAL"
    rationale = "A release that damages data is undone from a backup, or not at all"
    remedy = "Raise `databases.KEY.backup_days`, and set `databases.KEY.deletion_protection`"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html"
    resources = ("aws_db_instance", "aws_rds_cluster")

    def applies(self, block: Block) -> bool:
        """Whether the database is the one that holds the data."""
        return not (block.text("replicate_source_db") or block.text("replication_source_identifier"))

    def demands(self, block: Block) -> Iterator[bool]:
        """Yield whether backups reach back as declared and survive the deletion of the database."""
        days = block.declared_number("backup_days", RETAINED_DAYS)
        yield (block.number("backup_retention_period") or 0) >= days
        yield block.flag("delete_automated_backups") is False
        yield not block.flag("skip_final_snapshot")
        yield bool(block.text("final_snapshot_identifier"))
        yield block.flag("deletion_protection") is True


check = DatabaseIsRecoverable()
