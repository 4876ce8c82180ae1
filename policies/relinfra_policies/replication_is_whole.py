"""A copy of some objects is no copy."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

ARCHIVES = {"GLACIER", "DEEP_ARCHIVE"}
"""Classes whose objects take minutes to days to be restored; `GLACIER_IR` is read at once."""


class ReplicationIsWhole(StackRule):
    """Each rule is on, leaves nothing out, copies objects under keys too, and into a class that can be read at once.

    Objects in Glacier Flexible Retrieval and Deep Archive have to be restored before anybody reads them.
    """

    policy = "CKV_RELINFRA_45"
    group = "data"
    claims = ("objects_copied",)
    title = "Replication of a bucket must be on, whole, include encrypted objects, and leave them readable"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "HIGH"
    rationale = "A copy of some objects is no copy"
    remedy = "Leave replication to `disaster_recovery`"
    source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html"
    resources = ("aws_s3_bucket_replication_configuration",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether everything is copied."""
        rules = resource.blocks("rule")
        yield bool(rules) and bool(resource.text("role"))
        for one in rules:
            chosen = one.block("filter")
            yield one.text("status") == "Enabled"
            yield not one.text("prefix")
            yield not (chosen.text("prefix") or chosen.blocks("tag") or chosen.blocks("and"))
            yield one.block("source_selection_criteria").block("sse_kms_encrypted_objects").text("status") == "Enabled"
            yield one.block("destination").text("storage_class") not in ARCHIVES
            yield bool(one.block("destination").block("encryption_configuration").text("replica_kms_key_id"))


check = ReplicationIsWhole()
