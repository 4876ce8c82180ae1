"""A budget that nobody hears of is a number."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import is_expression
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class BudgetTellsSomebody(StackRule):
    """Each of its thresholds has a subscriber."""

    policy = "CKV_RELINFRA_34"
    group = "alerting"
    title = "Every notification of a budget must have a subscriber"
    category = CheckCategories.LOGGING
    level = "MEDIUM"
    rationale = "A budget that nobody hears of is a number"
    remedy = "Set `budget.alert_at_percent` and `observability.notify`"
    source = "https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html"
    resources = ("aws_budgets_budget",)

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether each threshold is told to somebody."""
        notifications = resource.blocks("notification")
        yield bool(notifications)
        for one in notifications:
            topics, addresses = one.strings("subscriber_sns_topic_arns"), one.strings("subscriber_email_addresses")
            yield any(map(stack.exists, topics)) or any(
                "@" in address or is_expression(address) for address in addresses
            )


check = BudgetTellsSomebody()
