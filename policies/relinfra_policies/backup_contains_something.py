"""A backup plan without a selection backs nothing up."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.documents import trusted
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

HELD = ("aws_iam_role_policy_attachment", "aws_iam_role_policy")


class BackupContainsSomething(StackRule):
    """Each plan selects resources, with a role that AWS Backup trusts and that may back up.

    That its source says so could not be looked up: the page was not among those that could be read.
    """

    policy = "CKV_RELINFRA_46"
    group = "data"
    claims = ("snapshots_taken",)
    title = "A backup plan must select resources, with a role that can back them up"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "HIGH"
    rationale = "A backup plan without a selection backs nothing up"
    remedy = "Set `databases.KEY.weekly_snapshots_kept`"
    source = "https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html"
    resources = ("aws_backup_plan",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether something is selected by a role that can."""
        selections = list(stack.referring(resource, "plan_id", "aws_backup_selection"))
        yield any(one.strings("resources") or one.blocks("selection_tag") for one in selections)
        for selection in selections:
            role = stack.referred(selection.text("iam_role_arn"), "aws_iam_role")
            held = stack.referring(role, "role", *HELD) if role else ()
            yield role is None or any(True for _ in held)
            yield role is None or trusted(role) == {"backup.amazonaws.com"}
        for one in resource.blocks("rule"):
            yield bool(one.text("schedule")) and bool(one.text("target_vault_name"))


check = BackupContainsSomething()
