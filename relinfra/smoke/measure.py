"""Measurements: error rates and response times over a window, by the queries of the alarms that hold them."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from relinfra.errors import OutputError
from relinfra.evidence import TerraformEvidence, value_of
from relinfra.json_file import read_json
from relinfra.smoke.probe import Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from relinfra.evidence.records.alarm import Alarm
    from relinfra.evidence.records.stage import Stage

__all__ = ["Measured", "Measurement", "measure", "measurements_of"]

_SUBJECTS = ("error_rate", "p95_latency")


@dataclass(frozen=True, slots=True)
class Measurement:
    """A measure that an alarm holds: its threshold in the metric's own unit, and how many values beyond it alarm.

    `quiet_without` is whether it stays quiet where there is no value. `query` is the command that prints the values of
    the window; it takes the queries from the alarm as it is in AWS, since they name what Terraform alone knows.
    """

    alarm: str
    subject: str
    threshold: float
    beyond: str
    datapoints: int
    periods: int
    quiet_without: bool
    query: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A measurement with its values, the oldest first, and what follows."""

    measurement: Measurement
    values: tuple[float, ...]
    outcome: Outcome
    found: str


def measurements_of(stage: Stage, at: datetime, minutes: int) -> Iterator[Measurement]:
    """Yield what alarms of a stage hold of errors and response times, with the query over the minutes before a time."""
    for alarm in stage.alarms:
        threshold, name = _threshold(alarm), value_of(alarm.name)
        if value_of(alarm.subject) in _SUBJECTS and threshold is not None and name:
            yield Measurement(
                name,
                str(value_of(alarm.subject)),
                threshold,
                value_of(alarm.comparison) or "above",
                _whole(alarm.datapoints.number if alarm.datapoints else None),
                _whole(alarm.periods.number if alarm.periods else None),
                value_of(alarm.missing_data) != "breaching",
                _query(str(value_of(stage.region)), name, at, minutes),
            )


def measure(one: Measurement, folder: Path | None) -> Measured:
    """Judge what the query printed into `ALARM.json` of a folder, as the alarm would.

    Raises `OutputError` where the file is not what `aws cloudwatch get-metric-data` prints.
    """
    path = folder / f"{one.alarm}.json" if folder else None
    if path is None or not path.is_file():
        return Measured(one, (), "unknown", "nobody measured it; run its query, and say --metrics FOLDER")
    values, whole = _values(path)
    if not whole:
        return Measured(one, values, "unknown", "CloudWatch says that the values are not complete")
    if not values:
        return Measured(one, (), "passed" if one.quiet_without else "unknown", "no value in the window: nobody asked")
    breaching = [_beyond(value, one) for value in values]
    spans = (breaching[begin : begin + one.periods] for begin in range(max(1, len(breaching) - one.periods + 1)))
    fires = any(sum(span) >= one.datapoints for span in spans)
    told = f"{sum(breaching)} of {len(values)} values {one.beyond.replace('_', ' ')} {one.threshold:g}"
    return Measured(one, values, "failed" if fires else "passed", f"{told}, the highest {max(values):g}")


def _threshold(alarm: Alarm) -> float | None:
    """Return the threshold as the alarm has it, in the unit of its metric."""
    fact = alarm.threshold
    proofs = (one.value for one in fact.evidence if isinstance(one, TerraformEvidence)) if fact else ()
    return next((float(one) for one in proofs if isinstance(one, int | float)), None)


def _whole(number: float | None) -> int:
    return int(number) if number else 1


def _beyond(value: float, one: Measurement) -> bool:
    match one.beyond:
        case "at_least":
            return value >= one.threshold
        case "below":
            return value < one.threshold
        case "at_most":
            return value <= one.threshold
        case _:
            return value > one.threshold


def _query(region: str, name: str, at: datetime, minutes: int) -> str:
    end = at.replace(second=0, microsecond=0)
    span = f"--start-time {end - timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%SZ} --end-time {end:%Y-%m-%dT%H:%M:%SZ}"
    here, called = f"--region {shlex.quote(region)}", shlex.quote(name)
    alarm = f"aws cloudwatch describe-alarms {here} --alarm-names {called}"
    metrics = f"\"$({alarm} --query 'MetricAlarms[0].Metrics' --output json)\""
    wanted = f"aws cloudwatch get-metric-data {here} {span} --scan-by TimestampAscending"
    return f"{wanted} --metric-data-queries {metrics} --output json > {shlex.quote(f'{name}.json')}"


def _values(path: Path) -> tuple[tuple[float, ...], bool]:
    body = read_json(path, "write what `aws cloudwatch get-metric-data` prints there")
    try:
        results = body["MetricDataResults"]
        pairs = [pair for one in results for pair in zip(one["Timestamps"], one["Values"], strict=True)]
        whole = all(one.get("StatusCode", "Complete") == "Complete" for one in results)
        return tuple(float(value) for _, value in sorted(pairs, key=lambda pair: str(pair[0]))), whole
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise OutputError(f"{path}: expected what `aws cloudwatch get-metric-data` prints as JSON") from error
