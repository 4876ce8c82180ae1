"""Budgets: how much, and when somebody hears of it."""

from __future__ import annotations

from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.stage import Budget, Stage
from relinfra.evidence.stage_stacks import StageStacks

__all__ = ["collect"]

_SUBSCRIBERS = ("subscriber_email_addresses", "subscriber_sns_topic_arns")
"""Who hears of a notification; one without them tells nobody."""


def collect(stage: StageStacks, recorder: Recorder) -> None:
    """Collect every `aws_budgets_budget`."""
    for budget in stage.find("aws_budgets_budget"):
        own = recorder.one(Stage.budgets, budget.name, "budget")
        own.read(budget)
        own.take(Budget.period, budget.at("time_unit"), lambda found: found.text.lower())
        told = [item for item in budget.each("notification") if any(item.each(name) for name in _SUBSCRIBERS)]
        thresholds = [limit for item in told if (limit := item.at("threshold"))]
        if thresholds:
            named = tuple(sorted({limit.text for limit in thresholds}, key=lambda text: (len(text), text)))
            own.add(Budget.alerts, named, *thresholds)
