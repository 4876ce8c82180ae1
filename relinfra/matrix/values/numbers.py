"""Numbers within the bounds of AWS."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from relinfra.reading.expecting import expecting, refuse
from relinfra.reading.numbers import shortest

__all__ = ["CapacityUnits", "Port", "SharePercent", "StepPercent", "TaskCount"]

_ROUNDING = 1e-9


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
    AfterValidator(shortest),
    expecting("a capacity from 0 to 256 ACU in steps of 0.5"),
]
Port = Annotated[int, Field(ge=1, le=65535), expecting("a port from 1 to 65535")]
TaskCount = Annotated[int, Field(ge=1, le=5000), expecting("a number of tasks from 1 to 5000")]
SharePercent = Annotated[
    float,
    Field(ge=0.1, le=100),
    AfterValidator(_in_tenths),
    AfterValidator(shortest),
    expecting("a percentage from 0.1 to 100"),
]
StepPercent = Annotated[
    float,
    Field(ge=3, le=100),
    AfterValidator(_in_tenths),
    AfterValidator(shortest),
    expecting("a percentage from 3 to 100"),
]
