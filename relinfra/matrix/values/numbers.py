"""Numbers with a unit and bounds."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from relinfra.matrix.values.expecting import expecting

__all__ = ["Milliseconds", "Minutes", "Percent", "Port", "Seconds", "TaskCount", "Threshold", "WholePercent"]


def _shortest(value: float) -> float:
    """Keep 5 as `5`: a document that quotes it must not print `5.0`."""
    return int(value) if value == int(value) else value


Port = Annotated[int, Field(ge=1, le=65535), expecting("a port from 1 to 65535")]
TaskCount = Annotated[int, Field(ge=1, le=5000), expecting("a number of tasks from 1 to 5000")]
WholePercent = Annotated[int, Field(ge=1, le=100), expecting("a whole percentage from 1 to 100")]
Percent = Annotated[
    float, Field(gt=0, le=100), AfterValidator(_shortest), expecting("a percentage above 0 and at most 100")
]
Threshold = Annotated[int, Field(ge=1, le=1000), expecting("a whole percentage from 1 to 1000")]
Seconds = Annotated[int, Field(ge=1, le=86_400), expecting("a number of seconds from 1 to 86400")]
Minutes = Annotated[int, Field(ge=1, le=525_600), expecting("a number of minutes from 1 to 525600 (a year)")]
Milliseconds = Annotated[int, Field(ge=1, le=3_600_000), expecting("a number of milliseconds from 1 to 3600000")]
