"""A reader in one zone is no loss where what it follows bears the loss of a zone."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

INSTANCE = "aws_db_instance"


class ReaderFollowsWhatSurvives(StackRule):
    """An instance that follows another of its stack has a source that keeps backups, in as many zones as declared.

    AWS's page says that a reader needs backups of its source, and that it may be in two zones itself, which relinfra
    does not make. No text was found that says how long RDS takes to make a lost reader anew.
    """

    policy = "CKV_RELINFRA_127"
    group = "data"
    title = "A reader must follow a database that keeps backups, in as many zones as declared"
    category = CheckCategories.BACKUP_AND_RECOVERY
    level = "MEDIUM"
    rationale = "A reader holds nothing of its own: whatever its zone takes along has to be where it came from"
    remedy = "Set `multi_az` and `backup_days` of the database that is followed"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.Create.html"
    resources = (INSTANCE,)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it follows an instance of this stack."""
        return _source(resource, stack) is not None

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether its source is no reader itself, keeps backups, and is in the declared zones."""
        source = _source(resource, stack)
        if source is None:
            return
        yield not source.text("replicate_source_db")
        yield (source.number("backup_retention_period") or 0) > 0
        yield source.flag("multi_az") is True or source.declared("multi_az") is False


def _source(reader: Resource, stack: Stack) -> Resource | None:
    return stack.referred(reader.text("replicate_source_db"), INSTANCE)


check = ReaderFollowsWhatSurvives()
