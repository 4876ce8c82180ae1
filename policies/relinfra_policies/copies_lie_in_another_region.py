"""A copy in the same region is lost with it."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

DEFAULT = 7
"""Days that RDS keeps copies where nothing is said."""


class CopiesLieInAnotherRegion(StackRule):
    """Copies for recovery lie in a named region, under a key there, and are kept."""

    policy = "CKV_RELINFRA_97"
    group = "data"
    title = "Copies for recovery must be under a key of their region, and kept as backups are"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "HIGH"
    rationale = "A copy without a key of its own region cannot be restored there"
    remedy = "Leave copies to `disaster_recovery`"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReplicateBackups.html"
    resources = ("aws_db_instance_automated_backups_replication",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it has a source, a key in its region, and days."""
        key = stack.referred(resource.text("kms_key_id"), "aws_kms_key")
        source = resource.text("source_db_instance_arn")
        yield bool(resource.text("kms_key_id"))
        yield is_expression(resource.text("kms_key_id")) or resource.text("kms_key_id").startswith("arn:")
        yield key is None or key.text("region") == resource.text("region")
        yield not source.startswith("arn:") or source.split(":")[3] != resource.text("region")
        yield is_expression(source) or source.startswith("arn:")
        yield (resource.number("retention_period") or DEFAULT) >= resource.declared_number("backup_days", DEFAULT)


check = CopiesLieInAnotherRegion()
