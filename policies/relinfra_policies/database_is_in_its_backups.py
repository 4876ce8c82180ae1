"""A plan that backs up another database leaves this one as it is."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.documents import trusted
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

WEEK = 7
"""Days."""
POLICY = "/AWSBackupServiceRolePolicyForBackup"


class DatabaseIsInItsBackups(StackRule):
    """Whose weekly snapshots are declared is selected by a plan that keeps as many, with a role that may."""

    policy = "CKV_RELINFRA_96"
    group = "data"
    claims = ("snapshots_taken",)
    title = "A database must be in the backups that are declared of it, for as many weeks"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "HIGH"
    rationale = "A plan without this database, or with a role that may not, is found out on the day of the restore"
    remedy = "Set `databases.KEY.weekly_snapshots_kept`"
    source = "https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html"
    resources = ("aws_db_instance", "aws_rds_cluster")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether weekly snapshots are declared."""
        return bool(resource.declared("weekly_snapshots_kept")) and not resource.text("replicate_source_db")

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether a selection has it, whose plan keeps snapshots as long, in a vault under a key."""
        selections = [one for one in stack.of("aws_backup_selection") if _contains(one, resource, stack)]
        plans = [stack.referred(one.text("plan_id"), "aws_backup_plan") for one in selections]
        weeks = resource.declared_number("weekly_snapshots_kept", 0)
        yield bool(selections)
        yield all(_may(one, stack) for one in selections)
        yield any(plan is not None and _keeps(plan, weeks * WEEK, stack) for plan in plans)


def _contains(selection: Resource, database: Resource, stack: Stack) -> bool:
    """Return whether a selection names a database, or a tag that it bears, and no condition that it does not meet."""
    named = any(stack.referred(text, database.kind) is database for text in selection.strings("resources"))
    spared = any(stack.referred(text, database.kind) is database for text in selection.strings("not_resources"))
    tags = database.block("tags")
    tagged = any(
        tags.text(one.text("key")) == one.text("value") and bool(one.text("value"))
        for one in selection.blocks("selection_tag")
    )
    met = all(
        tags.text(one.text("key").removeprefix("aws:ResourceTag/")) == one.text("value")
        for condition in selection.blocks("condition")
        for one in condition.blocks("string_equals")
    )
    return (named or tagged) and met and not spared


def _may(selection: Resource, stack: Stack) -> bool:
    """Return whether the role of a selection is AWS Backup's, with its policy; one of another stack is taken for so."""
    text = selection.text("iam_role_arn")
    role = stack.referred(text, "aws_iam_role")
    if role is None:
        return is_expression(text)
    attached = stack.referring(role, "role", "aws_iam_role_policy_attachment")
    return trusted(role) == {"backup.amazonaws.com"} and (
        any(one.text("policy_arn").endswith(POLICY) for one in attached)
        or any(True for _ in stack.referring(role, "role", "aws_iam_role_policy"))
    )


def _keeps(plan: Resource, days: float, stack: Stack) -> bool:
    return any(
        (one.block("lifecycle").number("delete_after") or 0) >= days
        and stack.referred(one.text("target_vault_name"), "aws_backup_vault") is not None
        for one in plan.blocks("rule")
    )


check = DatabaseIsInItsBackups()
