"""Numbers with a unit and bounds."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from relinfra.reading.expecting import expecting

__all__ = ["Milliseconds", "Minutes", "Percent", "Threshold", "WholePercent", "shortest"]


def shortest(value: float) -> float:
    """Keep 5 as `5`: a document that quotes it must not print `5.0`."""
    return int(value) if value == int(value) else value


Milliseconds = Annotated[int, Field(ge=1, le=3_600_000), expecting("a number of milliseconds from 1 to 3600000")]
Minutes = Annotated[int, Field(ge=1, le=525_600), expecting("a number of minutes from 1 to 525600 (a year)")]
Percent = Annotated[
    float, Field(gt=0, le=100), AfterValidator(shortest), expecting("a percentage above 0 and at most 100")
]
Threshold = Annotated[int, Field(ge=1, le=1000), expecting("a whole percentage from 1 to 1000")]
WholePercent = Annotated[int, Field(ge=1, le=100), expecting("a whole percentage from 1 to 100")]
