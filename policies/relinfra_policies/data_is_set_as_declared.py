"""Data is held, copied and guarded as one place says: the matrix, where a review sees it."""

from __future__ import annotations

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.kept_rule import KeptRule
from relinfra_policies.shapes.stack import EVERY, Resource, Stack

HOLDING = ("aws_backup_", "aws_db_", "aws_kms_", "aws_rds_", "aws_s3_", "aws_secretsmanager_")
GUARDING = ("aws_flow_log", "aws_iam_role_policy_attachment", "aws_subnet", "aws_vpc", "aws_wafv2_")


class DataIsSetAsDeclared(KeptRule):
    """Databases, buckets, keys, backups, copies and networks have the arguments that they were written with.

    An override of the matrix or of the project's Python is on record, and among them; nothing else is.

    That is a contract of relinfra's own; its source says why nothing is changed beside the code.
    """

    policy = "CKV_RELINFRA_168"
    group = "data"
    claims = (
        "failover_moves",
        "iam_logs_in",
        "upgrades_when_applied",
        "copied_soon",
    )
    title = "What holds, copies or guards data must be set as the matrix declares, by its fields or overrides"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "MEDIUM"
    rationale = (
        "A day of a life cycle, a parameter or a window that was changed beside the matrix is in no review, and the "
        "documents were written for another"
    )
    remedy = (
        "Write the change into the matrix: into its field under `databases`, `buckets` or `network`, or `overrides`"
    )
    source = "https://docs.aws.amazon.com/wellarchitected/latest/framework/rel08-bp04.html"
    resources = (EVERY,)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it is of these types, and its values are declared."""
        return resource.kind.startswith((*HOLDING, *GUARDING)) and super().applies(resource, stack)


check = DataIsSetAsDeclared()
