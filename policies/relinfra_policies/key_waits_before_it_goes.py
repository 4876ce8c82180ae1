"""A key that is gone takes everything under it along."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

LONGEST = 30


class KeyWaitsBeforeItGoes(StackRule):
    """Its deletion waits the 30 days that AWS grants, in which somebody notices."""

    policy = "CKV_RELINFRA_48"
    group = "security"
    title = "The deletion of a key must wait for 30 days"
    category = CheckCategories.ENCRYPTION
    level = "HIGH"
    rationale = "A key that is gone takes everything under it along"
    remedy = "Leave `deletion_window_in_days` at 30"
    source = "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html"
    resources = ("aws_kms_key",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it waits, and is on."""
        window = resource.number("deletion_window_in_days")
        yield window is None or window >= LONGEST
        yield resource.flag("is_enabled") is not False


check = KeyWaitsBeforeItGoes()
