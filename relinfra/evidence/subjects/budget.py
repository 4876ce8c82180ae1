"""Budgets: how much, and when somebody hears of it."""

from __future__ import annotations

from relinfra.evidence.deployment import Deployment
from relinfra.evidence.sheet import Sheet, number

__all__ = ["collect"]


def collect(deployment: Deployment, sheet: Sheet) -> None:
    """Collect every `aws_budgets_budget`."""
    for budget in deployment.find("aws_budgets_budget"):
        own = sheet.at(f"budget.{budget.name}", "budget")
        own.take("name", budget.at("name"))
        own.take("limit", budget.at("limit_amount"), number, asked="monthly_usd")
        own.take("currency", budget.at("limit_unit"))
        own.take("period", budget.at("time_unit"), lambda found: found.text.lower())
        thresholds = [limit for item in budget.each("notification") if (limit := item.at("threshold"))]
        if thresholds:
            named = tuple(sorted({limit.text for limit in thresholds}, key=lambda text: (len(text), text)))
            own.add("alerts", named, *thresholds, unit="percent", asked="alert_at_percent")
