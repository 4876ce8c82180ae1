"""Values of a release file: days, durations, names, each with the unit its fact has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from relinfra.reading import numbers, text
from relinfra.reading.expecting import expecting
from relinfra.release.version import LONGEST, PATTERN

__all__ = [
    "Clock",
    "Count",
    "Day",
    "Key",
    "Line",
    "Lines",
    "Milliseconds",
    "Minutes",
    "Percent",
    "Share",
    "Text",
    "Unit",
    "Version",
    "Zone",
]


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit that a value has as a fact."""

    name: str


Key = Annotated[
    str,
    Field(pattern=r"^[a-z][a-z0-9]*([_-][a-z0-9]+)*$", max_length=60),
    expecting("a name of lower-case letters, digits, single _ and - that starts with a letter"),
]
Version = Annotated[
    str,
    Field(pattern=PATTERN, max_length=LONGEST),
    expecting("a version such as 2.5.0, without a leading v"),
]
Line = text.Line
Text = Annotated[str, Field(min_length=1, max_length=4000, pattern=r"\S"), expecting("text")]
Lines = Annotated[tuple[Line, ...], Field(min_length=1), expecting("a list of at least one line of text")]
Day = Annotated[text.Date, Unit("date")]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$"), expecting('a time of day such as "14:00"')]
Zone = Annotated[
    str,
    Field(pattern=r"^[A-Za-z]+([/_+-][A-Za-z0-9_+-]+)*$", max_length=60),
    expecting("a time zone such as UTC or Europe/Berlin"),
]
Minutes = Annotated[numbers.Minutes, Unit("minutes")]
Milliseconds = Annotated[numbers.Milliseconds, Unit("ms")]
Percent = Annotated[numbers.Percent, Unit("percent")]
Share = Annotated[numbers.Threshold, Unit("percent")]
Count = Annotated[int, Field(ge=0, le=10_000_000), expecting("a whole number of at least 0")]
