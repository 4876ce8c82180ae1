"""Business metrics, as the release file names them."""

from __future__ import annotations

from relinfra.evidence import Fact
from relinfra.evidence.records.release_file import Metric
from relinfra.plan.missing import missing
from relinfra.plan.model import Statement
from relinfra.plan.say import say

__all__ = ["with_limit"]


def with_limit(metric: Metric, key: str, where: str) -> Statement:
    """Return the sentence `KEY_below` or `KEY_above` of a metric, or ask for its limit.

    It is given the metric's title, baseline, unit, place and limit.
    """
    given: dict[str, Fact | None] = {
        "title": metric.title,
        "baseline": metric.baseline,
        "unit": metric.unit,
        "where": metric.where,
    }
    below, above = metric.alert_below, metric.alert_above
    if not (below or above):
        return missing("metrics.alert_below", f"metrics.{metric.key}.alert_below")
    return say(f"{key}_{'below' if below else 'above'}", f"{where}.{metric.id}", limit=below or above, **given)
