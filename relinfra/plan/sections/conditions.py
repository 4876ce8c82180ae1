"""When an alarm fires, in words."""

from __future__ import annotations

from relinfra.evidence import Node
from relinfra.plan.model import Line
from relinfra.plan.say import say

__all__ = ["condition"]


def condition(alarm: Node, where: str) -> Line:
    """Return `5xx share above 2 % for 5 minutes`; `where` keeps statements of several places apart."""
    about = f"{where}.{alarm.id}"
    subject, comparison, threshold = (alarm.fact(name) for name in ("subject", "comparison", "threshold"))
    line = []
    if subject and comparison and threshold:
        line.append(say("alarm.condition", about, subject=subject, comparison=comparison, threshold=threshold))
    window, points, requests = (alarm.fact(name) for name in ("window_minutes", "datapoints", "minimum_requests"))
    if window:
        line.append(say("alarm.window", about, window=window))
    if points:
        line.append(say("alarm.datapoints", about, points=points, periods=alarm.fact("periods")))
    silent = alarm.fact("fires_without_data")
    if silent:
        line.append(say("alarm.missing_breaching", about, silent=silent))
    if requests:
        line.append(say("alarm.requests", about, requests=requests))
    return tuple(line)
