"""A password that Terraform knows stands in its state, for everybody who plans."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

PASSWORDS = ("password", "master_password")
COPIED = ("replicate_source_db", "replication_source_identifier", "snapshot_identifier", "global_cluster_identifier")


class DatabasePasswordIsManaged(StackRule):
    """RDS itself makes the password of the master user; Terraform never has it."""

    policy = "CKV_RELINFRA_94"
    group = "data"
    claims = ("no_value_passes",)
    title = "The password of a database must be made and kept by Secrets Manager"
    category = CheckCategories.SECRETS
    level = "HIGH"
    rationale = "A password that Terraform knows stands in its state, in clear text"
    remedy = "Leave the password to `databases`"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html"
    resources = ("aws_db_instance", "aws_rds_cluster")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it has a password of its own: neither a copy nor what is restored has."""
        return not any(map(resource.text, COPIED))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether the password is managed, or at least written without the state knowing it."""
        managed = resource.flag("manage_master_user_password") is True
        yield managed or resource.value("password_wo") is not None or resource.value("master_password_wo") is not None
        yield not any(resource.conf.get(name) for name in PASSWORDS)


check = DatabasePasswordIsManaged()
