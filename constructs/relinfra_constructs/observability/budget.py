"""A budget: what an environment may cost, and who hears when it costs more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.props import Props

__all__ = ["Budget", "BudgetProps"]


class BudgetProps(Props):
    """A monthly limit and the shares of it that are told.

    name: physical name, such as `shop-production-monthly`.
    monthly_usd: the limit in US dollars.
    alert_at_percent: shares of the limit, in percent of what was really spent.
    topic_arn: who is told.
    tags: cost allocation tags, activated in the payer account, that costs must bear to count; by default all
        costs of the account count.
    """

    name: str
    monthly_usd: int
    alert_at_percent: Sequence[int]
    topic_arn: str
    tags: Mapping[str, str] = field(default_factory=dict)


class Budget(Construct):
    """A monthly cost budget. Outputs: `name`."""

    def __init__(self, scope: Construct, id: str, props: BudgetProps) -> None:
        super().__init__(scope, id)
        budget = aws.BudgetsBudget(
            self,
            "monthly",
            name=props.name,
            budget_type="COST",
            time_unit="MONTHLY",
            limit_amount=str(props.monthly_usd),
            limit_unit="USD",
            cost_filter=[_tag_filter(props.tags)] if props.tags else [],
            notification=[_notification(percent, props.topic_arn) for percent in props.alert_at_percent],
        )
        self.name: str = budget.name


def _tag_filter(tags: Mapping[str, str]) -> aws.BudgetsBudgetCostFilter:
    values = [aws.literal(f"user:{key}${value}") for key, value in sorted(tags.items())]
    return {"name": "TagKeyValue", "values": values}


def _notification(percent: int, topic_arn: str) -> aws.BudgetsBudgetNotification:
    return {
        "notification_type": "ACTUAL",
        "comparison_operator": "GREATER_THAN",
        "threshold": percent,
        "threshold_type": "PERCENTAGE",
        "subscriber_sns_topic_arns": [topic_arn],
    }
