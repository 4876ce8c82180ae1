"""Values of a release file: days, durations, names, each with the unit its fact has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, Field

from relinfra.reading import numbers, text
from relinfra.reading.expecting import expecting, refuse
from relinfra.release.version import LONGEST, PATTERN

__all__ = [
    "DECIMALS",
    "Amount",
    "Clock",
    "Count",
    "Day",
    "Days",
    "Figure",
    "Hours",
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

DECIMALS = 4
"""How many digits after the point a figure has at most; documents write as many."""

_DIGITS = 15
_FIGURE = f"a number of at most {_DIGITS} digits, {DECIMALS} of them after the point"
_FIRST_YEAR, _LAST_YEAR = 1970, 2999


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit that a value has as a fact."""

    name: str


def _exact(value: float) -> float:
    """Refuse a number with more digits than a computer keeps: a document would say another one."""
    _, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    assert isinstance(exponent, int), "the models take no infinity"
    if max(len(digits) + exponent, len(digits)) > _DIGITS or exponent < -DECIMALS:
        refuse(_FIGURE)
    return value


def _foreseeable(day: date) -> date:
    """Refuse a day near an end of the calendar, where nothing can be counted from it any more."""
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        refuse(f"a date of the years {_FIRST_YEAR} to {_LAST_YEAR}")
    return day


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
Day = Annotated[text.Date, AfterValidator(_foreseeable), Unit("date")]
Figure = Annotated[float, AfterValidator(_exact), expecting(_FIGURE)]
Amount = Annotated[Figure, Field(ge=0), expecting(f"{_FIGURE}, and no less than 0")]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$"), expecting('a time of day such as "14:00"')]
Zone = Annotated[
    str,
    Field(pattern=r"^[A-Za-z]+([/_+-][A-Za-z0-9_+-]+)*$", max_length=60),
    expecting("a time zone such as UTC or Europe/Berlin"),
]
Hours = Annotated[Amount, Unit("hours")]
Minutes = Annotated[numbers.Minutes, Unit("minutes")]
Milliseconds = Annotated[numbers.Milliseconds, Unit("ms")]
Percent = Annotated[numbers.Percent, Unit("percent")]
Share = Annotated[numbers.Threshold, Unit("percent")]
Count = Annotated[int, Field(ge=0, le=10_000_000), expecting("a whole number of at least 0")]
Days = Annotated[Count, Unit("days")]
