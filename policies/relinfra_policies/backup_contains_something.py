"""A backup plan without a selection backs nothing up."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.documents import allowed, is_unread, statements, trusted
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

POLICY = "AWSBackupServiceRolePolicyForBackup"
MATCHING = ("selection_tag", "condition")
HELD = ("aws_iam_role_policy_attachment", "aws_iam_role_policy")


class BackupContainsSomething(StackRule):
    """Each plan selects resources, with a role that AWS Backup trusts and that may back up.

    AWS Backup takes a selection without resources, tags and conditions for all that it supports, which nobody meant.
    """

    policy = "CKV_RELINFRA_46"
    group = "data"
    claims = ("snapshots_taken",)
    title = "A backup plan must select resources, with a role that can back them up"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "HIGH"
    rationale = "A backup plan without a selection backs nothing up"
    remedy = "Set `databases.KEY.weekly_snapshots_kept`"
    source = "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html"
    resources = ("aws_backup_plan",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether something is selected by a role that can."""
        selections = list(stack.referring(resource, "plan_id", "aws_backup_selection"))
        yield any(one.strings("resources") or any(map(one.blocks, MATCHING)) for one in selections)
        for selection in selections:
            role = stack.referred(selection.text("iam_role_arn"), "aws_iam_role")
            held = stack.referring(role, "role", *HELD) if role else ()
            yield role is None or any(_backs_up(one) for one in held)
            yield role is None or trusted(role) == {"backup.amazonaws.com"}
        for one in resource.blocks("rule"):
            yield bool(one.text("schedule")) and bool(one.text("target_vault_name"))
            yield stack.exists(one.text("target_vault_name"))


def _backs_up(held: Resource) -> bool:
    """Return whether a role may back up by what it holds: the policy of AWS, one of another stack, or actions."""
    named = held.text("policy_arn")
    actions = [action for one in statements(held.value("policy")) for action in allowed(one)]
    making = any(action.startswith("backup:") or "Snapshot" in action for action in actions)
    return POLICY in named or is_expression(named) or is_unread(held.value("policy")) or making


check = BackupContainsSomething()
