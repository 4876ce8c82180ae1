"""A password that never changes is known by everybody who ever worked here."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.stack import REFERENCE, Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

YEAR = 366
"""Days."""


class DatabaseSecretIsRotated(StackRule):
    """A rotation names a secret and a schedule, and is not switched off (provider 6.62)."""

    policy = "CKV_RELINFRA_95"
    group = "data"
    claims = ("password_rotates",)
    title = "The rotation of a secret must be on, of a secret, by a schedule"
    category = CheckCategories.SECRETS
    level = "MEDIUM"
    rationale = "A password that never changes is known by everybody who ever had it"
    remedy = "Set `databases.KEY.password_rotation`"
    source = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html"
    resources = ("aws_secretsmanager_secret_rotation",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it says what to rotate and when, at most a year apart."""
        rules = resource.block("rotation_rules")
        days = rules.number("automatically_after_days")
        secret = resource.text("secret_id")
        # Checkov puts the value of a local in its place: a function over a reference, without its braces.
        yield is_expression(secret) or bool(REFERENCE.search(secret)) or secret.startswith("arn:")
        yield resource.flag("rotation_enabled") is not False
        yield bool(rules.text("schedule_expression")) or (days is not None and days <= YEAR)


check = DatabaseSecretIsRotated()
