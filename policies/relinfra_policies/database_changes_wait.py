"""A change that is applied at once restarts a database in the middle of the day."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule
from relinfra_policies.shapes.states import state_of

DATABASES = ("aws_db_instance", "aws_rds_cluster")
COPIED = ("replicate_source_db",)


class DatabaseChangesWait(StackRule):
    """Changes wait for the maintenance window, and a new major version comes only where the matrix declares one."""

    policy = "CKV_RELINFRA_41"
    group = "data"
    claims = ("upgrades_when_applied",)
    title = "Changes of a database must wait for its window, and a major upgrade be declared"
    category = CheckCategories.GENERAL_SECURITY
    level = "HIGH"
    rationale = "A change that is applied at once restarts a database in the middle of the day"
    remedy = "Leave `apply_immediately` off; set `upgrade_from` of the database for a major upgrade"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.DBInstance.Modifying.html"
    resources = (
        "aws_db_instance",
        "aws_rds_cluster",
        "aws_rds_cluster_instance",
    )

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether nothing happens at once, and no upgrade unasked.

        What is restored on the day a region is lost serves nobody while it is changed to what was declared.
        """
        sources = (stack.referred(resource.text(name), *DATABASES) for name in ("cluster_identifier", *COPIED))
        upgraded = any(one.declared("major_upgrade") is True for one in (resource, *filter(None, sources)))
        yield upgraded or _restored(resource, stack) or not resource.flag("apply_immediately")
        yield upgraded or not resource.flag("allow_major_version_upgrade")


def _restored(resource: Resource, stack: Stack) -> bool:
    comes_back = bool(resource.block("restore_to_point_in_time").conf) or resource.text("snapshot_identifier") != ""
    return comes_back and state_of(stack).declared("on_the_day") is True


check = DatabaseChangesWait()
