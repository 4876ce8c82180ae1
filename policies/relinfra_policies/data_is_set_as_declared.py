"""Data is held, copied and guarded as one place says: the matrix, where a review sees it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.made import settings
from relinfra_policies.shapes.stack import EVERY, Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

SEPARATOR = " | "


class DataIsSetAsDeclared(StackRule):
    """Databases, buckets, keys, backups, copies and networks have each setting that the matrix declares of them.

    That its source says so could not be looked up: the page was not among those that could be read.
    """

    policy = "CKV_RELINFRA_168"
    group = "data"
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
    source = "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_tracking_change_management_immutable_infrastructure.html"
    resources = (EVERY,)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether its settings are declared."""
        return bool(resource.declared("settings"))

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it has each of them."""
        wanted = Counter(str(resource.declared("settings")).split(SEPARATOR))
        yield not wanted - Counter(settings(resource))


check = DataIsSetAsDeclared()
