"""A budget with another limit speaks up too late."""

from __future__ import annotations

from collections.abc import Iterator

from checkov.common.models.enums import CheckCategories

from relinfra_policies.shapes.block import Block, is_expression
from relinfra_policies.shapes.stack import Resource, Stack
from relinfra_policies.shapes.stack_rule import StackRule


class BudgetAlertsAsDeclared(StackRule):
    """Limit, period and shares are those that the matrix declares, of what was really spent."""

    policy = "CKV_RELINFRA_73"
    group = "alerting"
    title = "A budget must have its declared limit and speak up at the declared shares"
    category = CheckCategories.LOGGING
    level = "MEDIUM"
    rationale = "Costs that were to be noticed at 80 % are noticed on the invoice"
    remedy = "Set `budget.monthly_usd` and `budget.alert_at_percent`"
    source = "https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-create.html"
    resources = ("aws_budgets_budget",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the matrix declares it."""
        return resource.declared("monthly_usd") is not None

    def demands(self, resource: Resource, stack: Stack) -> Iterator[bool]:
        """Yield whether limit, period and each share are as declared."""
        yield resource.number("limit_amount") == resource.declared_number("monthly_usd", 0)
        yield resource.text("limit_unit") == "USD" and resource.text("budget_type") == "COST"
        yield resource.text("time_unit") == "MONTHLY"
        for one in resource.blocks("notification"):
            yield any(map(is_expression, one.strings("subscriber_sns_topic_arns")))
        told = {one.number("threshold") for one in resource.blocks("notification") if _is_of_spending(one)}
        yield told >= {float(share) for share in resource.declared("alert_at_percent") or ()}


def _is_of_spending(notification: Block) -> bool:
    """Return whether somebody is told when the actual cost is above a share of the limit."""
    above = notification.text("comparison_operator") == "GREATER_THAN"
    return (
        above
        and notification.text("threshold_type") == "PERCENTAGE"
        and notification.text("notification_type") == "ACTUAL"
    )


check = BudgetAlertsAsDeclared()
