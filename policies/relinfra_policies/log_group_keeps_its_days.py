"""An incident is told from logs that are still there."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule

DAYS = 30
"""What is kept where nobody declares it: a month, since an incident is found out within it or hardly at all."""


class LogGroupKeepsItsDays(StackRule):
    """A log group keeps its lines as long as the matrix declares, by default 30 days, where queries find them."""

    policy = "CKV_RELINFRA_47"
    group = "security"
    title = "A log group must keep logs for the declared days"
    category = CheckCategories.LOGGING
    level = "MEDIUM"
    rationale = "An incident is told from logs that are still there"
    remedy = "Set `observability.log_retention_days`"
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html"
    resources = ("aws_cloudwatch_log_group",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether it keeps them as long, and where filters and queries find them."""
        kept = resource.number("retention_in_days") or 0
        yield not kept or kept >= resource.declared_number("log_retention_days", DAYS)
        yield resource.text("log_group_class") in ("", "STANDARD", "INFREQUENT_ACCESS")


check = LogGroupKeepsItsDays()
