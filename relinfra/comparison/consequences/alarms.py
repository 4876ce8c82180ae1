"""Alarms that fire later, at worse values, or for nobody; an alarm that is gone is a destroyed resource."""

from __future__ import annotations

from collections.abc import Iterator

from relinfra.comparison.between import Between
from relinfra.comparison.consequence import Consequence, attribute_change
from relinfra.comparison.consequences.watch import Watch, fewer, higher, judged, lower, off, watched
from relinfra.comparison.pair import Pair
from relinfra.evidence.resource import Resource

__all__ = ["WATCHED", "alarms"]

_ALARM = "aws_cloudwatch_metric_alarm"
_SILENT = "breaching"
_DEFAULT = "missing"

_ABOVE = Watch(_ALARM, ("threshold",), higher, "looser_alarm")
_BELOW = Watch(_ALARM, ("threshold",), lower, "looser_alarm")

WATCHED = (
    Watch(_ALARM, ("actions_enabled",), off, "silent_alarm", default=True),
    Watch(_ALARM, ("alarm_actions",), fewer, "silent_alarm"),
    Watch(_ALARM, ("period",), higher, "later_alarm", "seconds"),
    Watch("aws_cloudwatch_composite_alarm", ("actions_enabled",), off, "silent_alarm", default=True),
    Watch("aws_cloudwatch_composite_alarm", ("alarm_actions",), fewer, "silent_alarm"),
)


def alarms(between: Between) -> Iterator[Consequence]:
    """Yield every alarm that notices less than it did."""
    yield from watched(between, "protection", WATCHED)
    for pair in between.of(_ALARM):
        yield from _threshold(pair)
        yield from _needed(pair)
        yield from _missing(pair)
        yield from _periods(pair)


def _threshold(pair: Pair) -> Iterator[Consequence]:
    """Yield a threshold that moved away from what the alarm guards."""
    comparison = pair.present.at("comparison_operator")
    below = comparison is not None and comparison.text.startswith("Less")
    yield from judged(_BELOW if below else _ABOVE, "protection", pair)


def _needed(pair: Pair) -> Iterator[Consequence]:
    """Yield that more periods have to be bad, or as many of fewer."""
    was, now = (_periods_needed(alarm) for alarm in pair)
    if was and now and (now[0] > was[0] or (now[0] == was[0] and now[1] < was[1])):
        path = ("evaluation_periods",)
        before, after = (f"{needed:g}/{of:g}" for needed, of in (was, now))
        yield attribute_change(pair, "protection", path, "later_alarm", before=before, after=after)


def _periods_needed(alarm: Resource) -> tuple[float, float] | None:
    """Return how many periods have to be bad, of how many."""
    of, needed = alarm.at("evaluation_periods"), alarm.at("datapoints_to_alarm")
    if of is None or of.number is None:
        return None
    return (of.number if needed is None or needed.number is None else needed.number), of.number


def _missing(pair: Pair) -> Iterator[Consequence]:
    path = ("treat_missing_data",)
    was, now = pair.former.at(*path), pair.present.at(*path)
    if was and was.text == _SILENT and (now is None or now.text != _SILENT):
        after = now.text if now else _DEFAULT
        yield attribute_change(pair, "protection", path, "blind_alarm", before=was.text, after=after)


def _periods(pair: Pair) -> Iterator[Consequence]:
    """Yield the metrics of an alarm on several that are looked at for longer."""
    for index, _ in enumerate(pair.former.each("metric_query")):
        path = ("metric_query", index, "metric", "period")
        yield from judged(Watch(_ALARM, path, higher, "later_alarm", "seconds"), "protection", pair)
