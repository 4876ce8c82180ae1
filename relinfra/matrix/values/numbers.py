"""Numbers with a unit and bounds."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from relinfra.matrix.values.expecting import expecting, refuse

__all__ = [
    "CapacityUnits",
    "Milliseconds",
    "Minutes",
    "Percent",
    "Port",
    "Seconds",
    "SharePercent",
    "StepPercent",
    "TaskCount",
    "Threshold",
    "WholePercent",
]

_ROUNDING = 1e-9


def _shortest(value: float) -> float:
    """Keep 5 as `5`: a document that quotes it must not print `5.0`."""
    return int(value) if value == int(value) else value


def _in_tenths(value: float) -> float:
    """Refuse a finer share than AWS takes."""
    if abs(value * 10 - round(value * 10)) > _ROUNDING:
        refuse("a percentage in steps of 0.1, which is how AWS counts shares of traffic")
    return value


def _in_halves(value: float) -> float:
    """Refuse a finer capacity than AWS takes."""
    if (2 * value) % 1:
        refuse("a capacity in steps of 0.5 ACU")
    return value


CapacityUnits = Annotated[
    float,
    Field(ge=0, le=256),
    AfterValidator(_in_halves),
    AfterValidator(_shortest),
    expecting("a capacity from 0 to 256 ACU in steps of 0.5"),
]
Port = Annotated[int, Field(ge=1, le=65535), expecting("a port from 1 to 65535")]
TaskCount = Annotated[int, Field(ge=1, le=5000), expecting("a number of tasks from 1 to 5000")]
WholePercent = Annotated[int, Field(ge=1, le=100), expecting("a whole percentage from 1 to 100")]
Percent = Annotated[
    float, Field(gt=0, le=100), AfterValidator(_shortest), expecting("a percentage above 0 and at most 100")
]
SharePercent = Annotated[
    float,
    Field(ge=0.1, le=100),
    AfterValidator(_in_tenths),
    AfterValidator(_shortest),
    expecting("a percentage from 0.1 to 100"),
]
StepPercent = Annotated[
    float,
    Field(ge=3, le=100),
    AfterValidator(_in_tenths),
    AfterValidator(_shortest),
    expecting("a percentage from 3 to 100"),
]
Threshold = Annotated[int, Field(ge=1, le=1000), expecting("a whole percentage from 1 to 1000")]
Seconds = Annotated[int, Field(ge=1, le=86_400), expecting("a number of seconds from 1 to 86400")]
Minutes = Annotated[int, Field(ge=1, le=525_600), expecting("a number of minutes from 1 to 525600 (a year)")]
Milliseconds = Annotated[int, Field(ge=1, le=3_600_000), expecting("a number of milliseconds from 1 to 3600000")]
