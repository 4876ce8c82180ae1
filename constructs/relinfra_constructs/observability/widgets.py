"""The pieces of a CloudWatch dashboard, in its own JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relinfra_constructs.observability.metrics import PERIOD_SECONDS

if TYPE_CHECKING:
    from relinfra_constructs.aws import CloudwatchMetricAlarmMetricQuery as Query

__all__ = ["COLUMNS", "Graph", "Line", "alarm_status", "heading"]

COLUMNS = 24
"""What CloudWatch divides the width of a page into."""
_ALARMS_A_ROW = 4


@dataclass(frozen=True)
class Line:
    """One metric with the statistic that is drawn."""

    namespace: str
    metric: str
    dimensions: Mapping[str, str]
    statistic: str

    def to_json(self) -> list[Any]:
        """Return the metric as a dashboard lists it."""
        dimensions = [word for pair in self.dimensions.items() for word in pair]
        return [self.namespace, self.metric, *dimensions, {"stat": self.statistic}]


@dataclass(frozen=True)
class Graph:
    """A graph over time, of metrics or of an alarm's own queries, with the limit that must not be crossed."""

    title: str
    content: Sequence[Line] | Sequence[Query]
    limit: float | None = None

    def widget(self, region: str, *, width: int) -> dict[str, Any]:
        """Return the widget, not placed yet."""
        properties: dict[str, Any] = {
            "title": self.title,
            "region": region,
            "view": "timeSeries",
            "stacked": False,
            "period": PERIOD_SECONDS,
            "metrics": [_metric(entry) for entry in self.content],
            "yAxis": {"left": {"min": 0}},
        }
        if self.limit is not None:
            properties["annotations"] = {"horizontal": [{"label": "Alarm", "value": self.limit}]}
        return {"type": "metric", "width": width, "height": 6, "properties": properties}


def heading(text: str) -> dict[str, Any]:
    """Return a line of text over the rows that follow."""
    return {"type": "text", "width": COLUMNS, "height": 1, "properties": {"markdown": f"## {text}"}}


def alarm_status(title: str, arns: Sequence[str]) -> dict[str, Any]:
    """Return one widget with the state of every alarm."""
    height = 1 + -(-len(arns) // _ALARMS_A_ROW)
    properties = {"title": title, "alarms": list(arns)}
    return {"type": "alarm", "width": COLUMNS, "height": height, "properties": properties}


def _metric(entry: Line | Query) -> list[Any]:
    if isinstance(entry, Line):
        return entry.to_json()
    if "expression" in entry:
        return [{name: entry[name] for name in ("expression", "id", "label")}]
    metric = entry["metric"]
    assert isinstance(metric["dimensions"], Mapping)
    dimensions = [word for pair in metric["dimensions"].items() for word in pair]
    options = {"id": entry["id"], "stat": metric["stat"], "visible": False}
    return [metric["namespace"], metric["metric_name"], *dimensions, options]
