"""What the business watches, as the release file says it."""

from __future__ import annotations

from relinfra.evidence import Fact, Node
from relinfra.plan.gaps import gap
from relinfra.plan.model import Statement
from relinfra.plan.say import say

__all__ = ["with_limit"]


def with_limit(metric: Node, key: str, where: str) -> Statement:
    """Return the sentence `KEY_below` or `KEY_above` of a metric, or ask for its limit.

    It is given the metric's title, baseline, unit, place and limit.
    """
    given: dict[str, Fact | None] = {name: metric.fact(name) for name in ("title", "baseline", "unit", "where")}
    below, above = metric.fact("alert_below"), metric.fact("alert_above")
    if not (below or above):
        return gap("metrics.alert_below", f"metrics.{metric.key}.alert_below")
    return say(f"{key}_{'below' if below else 'above'}", f"{where}.{metric.id}", limit=below or above, **given)
