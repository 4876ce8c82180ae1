"""A database in one zone is away as long as RDS restores it."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class DatabaseSurvivesAZone(StackRule):
    """An instance that the matrix declares in several zones is in several."""

    policy = "CKV_RELINFRA_42"
    group = "data"
    title = "A database that is declared in several zones must be in several"
    category = CheckCategories.GENERAL_SECURITY
    level = "HIGH"
    rationale = "A database in one zone is away as long as RDS restores it"
    remedy = "Set `multi_az` of the database"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html"
    resources = ("aws_db_instance",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the matrix declares it."""
        return resource.declared("multi_az") is True and not resource.text("replicate_source_db")

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it stands by in another zone."""
        yield resource.flag("multi_az") is True


check = DatabaseSurvivesAZone()
