"""Metric alarms by what they watch."""

from __future__ import annotations

from relinfra.evidence.attribute import Attribute
from relinfra.evidence.resource import Resource
from relinfra.evidence.stage_stacks import StageStacks

__all__ = ["alarm_on", "metrics_of"]


def metrics_of(alarm: Resource) -> list[Attribute]:
    """Return the blocks naming a metric: those of the queries, or the alarm itself."""
    queried = [metric for query in alarm.each("metric_query") if (metric := query.at("metric"))]
    return queried or [alarm.root]


def alarm_on(stage: StageStacks, metric: str, dimension: str, of: Resource) -> Attribute | None:
    """Return the name of the alarm on a metric whose dimension names a resource, itself or by its name."""
    name = of.at("name")
    watching = stage.remember(("alarms", metric, dimension), lambda: _watching(stage, metric, dimension))
    found = [watching[key] for key in (of, name and name.text) if key in watching]
    return min(found, key=lambda one: one.address).at("alarm_name") if found else None


def _watching(stage: StageStacks, metric: str, dimension: str) -> dict[Resource | str | None, Resource]:
    """Return the first alarm on a metric by what a dimension of it refers to, and by what it spells."""
    found: dict[Resource | str | None, Resource] = {}
    for alarm in stage.find("aws_cloudwatch_metric_alarm"):
        for one in metrics_of(alarm):
            named, watched = one.at("metric_name"), one.at("dimensions", dimension)
            if named and watched and named.text == metric:
                found.setdefault(watched.text, alarm)
                for target in stage.output.follow(watched):
                    found.setdefault(target, alarm)
    return found
