"""The contract of what watches: the condition of each alarm and what each event rule listens to, as they were made.

Thresholds of most alarms are the constructs' own. What they were made with is declared beside them, so that whoever
changes one by hand, or by an override, is told by a policy and not only by the plan.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["watch_contract"]

REFERENCE = "*"
"""A value that only Terraform knows."""


def watch_contract(kind: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a resource of that type is declared to watch, by its body; nothing where it watches nothing."""
    if kind == "aws_cloudwatch_metric_alarm":
        return {"condition": _condition(body), **_told(body)}
    if kind == "aws_cloudwatch_composite_alarm":
        return _told(body)
    if kind == "aws_cloudwatch_event_rule":
        pattern = body.get("event_pattern")
        heard = sorted(_leaves("", json.loads(pattern))) if isinstance(pattern, str) else []
        return {"listens": heard, "schedule": body.get("schedule_expression") or ""}
    return {}


def _told(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return how many are told of trouble, and of its end."""
    return {"actions": len(body.get("alarm_actions") or ()), "recoveries": len(body.get("ok_actions") or ())}


def _condition(body: Mapping[str, Any]) -> Mapping[str, Any]:
    queries = [query for query in body.get("metric_query") or () if isinstance(query, Mapping)]
    metrics = [query["metric"] for query in queries if "metric" in query] or [body]
    return {
        "comparison_operator": body.get("comparison_operator"),
        "datapoints_to_alarm": body.get("datapoints_to_alarm"),
        "evaluation_periods": body.get("evaluation_periods"),
        "formula": "".join(str(query.get("expression") or "") for query in queries if query.get("return_data")),
        "metrics": [_metric(metric) for metric in metrics],
        "threshold": body.get("threshold"),
        "treat_missing_data": body.get("treat_missing_data"),
    }


def _metric(metric: Mapping[str, Any]) -> str:
    """Return a metric in one line: namespace, name, statistic, period, dimensions."""
    stat = metric.get("stat") or metric.get("statistic") or metric.get("extended_statistic")
    dimensions = sorted((metric.get("dimensions") or {}).items())
    words = (metric.get("namespace"), metric.get("metric_name"), stat, metric.get("period"))
    return " ".join((*map(str, words), *(f"{name}={_known(value)}" for name, value in dimensions)))


def _leaves(path: str, value: Any) -> Iterator[str]:
    """Yield each value of a pattern with its path; lists mean any of their values, so that order says nothing."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(f"{path}.{name}" if path else name, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(path, inner)
    else:
        yield f"{path}={_known(value)}"


def _known(value: object) -> str:
    text = str(value)
    return REFERENCE if "${" in text else text
