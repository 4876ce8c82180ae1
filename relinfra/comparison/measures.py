"""The unit of a number that changes where its name does not tell it: a threshold is in that of the metric it is for."""

from __future__ import annotations

from typing import NamedTuple

from relinfra.evidence.fact import Value
from relinfra.evidence.metric_alarms import metrics_of
from relinfra.evidence.path import Step
from relinfra.evidence.resource import Resource
from relinfra.evidence.subjects.metric import subject_of

__all__ = ["Measures", "measures"]

_THRESHOLDS = {("aws_cloudwatch_metric_alarm", ("threshold",))}


class Measures(NamedTuple):
    """A number before and after, as people say it, with its unit and how it was brought there."""

    before: Value | None
    after: Value | None
    unit: str = ""
    how: str = ""


def measures(resource: Resource | None, path: tuple[Step, ...], before: Value | None, after: Value | None) -> Measures:
    """Return a change of an attribute of a resource in the unit of what it measures; as it is where none is known."""
    known = [one for one in (before, after) if one is not None]
    numbers = [one for one in known if isinstance(one, int | float) and not isinstance(one, bool)]
    if resource is None or (resource.type, path) not in _THRESHOLDS or not numbers or numbers != known:
        return Measures(before, after)
    names = {name.text for metric in metrics_of(resource) if (name := metric.at("metric_name"))}
    found = subject_of(names).measured(*numbers)
    first, last = found.values[0], found.values[-1]
    return Measures(None if before is None else first, None if after is None else last, found.unit, found.how)
