"""A database that is not encrypted is read by whoever gets a snapshot of it."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class DatabaseIsEncrypted(StackRule):
    """Storage, the master user's secret and what performance tools keep are encrypted, with a key of the stack."""

    policy = "CKV_RELINFRA_92"
    group = "data"
    title = "A database must be encrypted with a customer key, and its secret and insights too"
    category = CheckCategories.ENCRYPTION
    level = "HIGH"
    rationale = (
        "Who gets a snapshot of what is not encrypted reads it, and a key of AWS's own cannot be shared or withdrawn"
    )
    remedy = "Leave encryption to `databases`"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html"
    resources = ("aws_db_instance", "aws_rds_cluster")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it has storage of its own: a replica in the same region takes the key of its source."""
        return not resource.text("replicate_source_db") or bool(resource.text("kms_key_id"))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether each is encrypted with a key that somebody chose."""
        copy = resource.text("replicate_source_db") or resource.text("replication_source_identifier")
        yield resource.flag("storage_encrypted") is True or bool(copy)
        yield _is_chosen(resource, stack, "kms_key_id")
        yield resource.flag("manage_master_user_password") is not True or _is_chosen(
            resource, stack, "master_user_secret_kms_key_id"
        )
        yield resource.flag("performance_insights_enabled") is not True or _is_chosen(
            resource, stack, "performance_insights_kms_key_id"
        )


def _is_chosen(resource: Resource, stack: Stack, argument: str) -> bool:
    """Return whether a key is named: one of the stack, or what another stack or a variable names."""
    key = resource.text(argument)
    return (is_expression(key) and stack.exists(key)) or key.startswith("arn:")


check = DatabaseIsEncrypted()
