"""A switch that lets a bucket be destroyed with its objects is pressed by a rename."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class WhatHoldsDataStays(StackRule):
    """Nothing that holds data may be destroyed with it: no forced destruction, no grace period of zero, no trigger."""

    policy = "CKV_RELINFRA_100"
    group = "data"
    title = "What holds data must not be destroyed with it, by force or by replacement"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "CRITICAL"
    rationale = "A rename of what may be destroyed by force takes the data along"
    remedy = "Leave `force_destroy` off; remove what holds data as `docs/renaming.md` says"
    source = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket"
    resources = (
        "aws_s3_bucket",
        "aws_backup_vault",
        "aws_ecr_repository",
        "aws_secretsmanager_secret",
        "aws_db_instance",
        "aws_rds_cluster",
        "aws_kms_key",
    )

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether each switch is off."""
        lifecycle = resource.block("lifecycle")
        yield not resource.flag("force_destroy")
        yield not resource.flag("force_delete")
        yield resource.number("recovery_window_in_days") != 0
        yield not lifecycle.strings("replace_triggered_by")
        yield "all" not in lifecycle.strings("ignore_changes")
        yield not resource.flag("delete_automated_backups")


check = WhatHoldsDataStays()
