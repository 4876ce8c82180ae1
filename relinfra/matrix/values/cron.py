"""Times that come again."""

from __future__ import annotations

import re
from calendar import monthrange
from difflib import get_close_matches
from functools import cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field

from relinfra.reading.expecting import expecting, refuse

__all__ = ["Cron", "Timezone"]

_EXPECTED = "six fields such as `0 7 ? * MON-FRI *`: minutes, hours, day, month, day of the week, year"
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_DAY, _MONTH, _WEEKDAY = 2, 3, 4
_LEAP_YEAR = 2000

# https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
_FIELDS = (
    ("minutes", 0, 59, ()),
    ("hours", 0, 23, ()),
    ("a day", 1, 31, ()),
    ("a month", 1, 12, _MONTHS),
    ("a day of the week", 1, 7, _DAYS),
    ("a year", 1970, 2199, ()),
)
_OF_DAY = re.compile(r"\?|L|LW|([1-9]|[12][0-9]|3[01])W")
_OF_WEEKDAY = re.compile(r"\?|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)?L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)#[1-5]")
_PART = re.compile(r"(\*|(?P<first>[0-9A-Z]+)(-(?P<last>[0-9A-Z]+))?)(/(?P<step>[0-9]+))?")


def _cron(value: str) -> str:
    fields = value.split(" ")
    if len(fields) != len(_FIELDS):
        refuse(_EXPECTED, found=f"`{value}`")
    if (fields[_DAY] == "?") == (fields[_WEEKDAY] == "?"):
        refuse("`?` for either the day or the day of the week, as AWS wants it", found=f"`{value}`")
    for position, field in enumerate(fields):
        for part in field.split(","):
            if not _speaks(position, part) and not _numbers(position, part):
                name, low, high, words = _FIELDS[position]
                named = f" or {words[0]} to {words[-1]}" if words else ""
                refuse(f"{name} from {low} to {high}{named}", found=f"`{part}` in `{value}`")
    if not _occurs(fields[_DAY], fields[_MONTH]):
        refuse("a day that one of the months has", found=f"`{value}`")
    return value


def _speaks(position: int, part: str) -> bool:
    """Whether a part is one of the signs that AWS takes for days alone."""
    spoken = {_DAY: _OF_DAY, _WEEKDAY: _OF_WEEKDAY}.get(position)
    return bool(spoken and spoken.fullmatch(part))


def _numbers(position: int, part: str) -> frozenset[int]:
    """Return the numbers that a part of a field stands for; none where it is out of range.

    A range may run past the end (`SAT-SUN`, where Sunday is 1): no text of AWS says that it may not.
    """
    _, low, high, words = _FIELDS[position]
    found = _PART.fullmatch(part)
    if found is None:
        return frozenset()
    named = {word: low + number for number, word in enumerate(words)}
    first = _number(found["first"], low, named)
    last = _number(found["last"], high if found["first"] is None or found["step"] else first, named)
    step = int(found["step"] or 1)
    if not (low <= first <= high and low <= last <= high and 1 <= step <= high):
        return frozenset()
    end = last if first <= last else last + high - low + 1
    return frozenset(low + (number - low) % (high - low + 1) for number in range(first, end + 1, step))


def _number(word: str | None, default: int, named: dict[str, int]) -> int:
    if word is None:
        return default
    return int(word) if word.isdigit() else named.get(word, -1)


def _occurs(day: str, month: str) -> bool:
    """Whether any day that is named, where days are numbers, is one of a month that is named."""
    if any(_speaks(_DAY, part) for part in day.split(",")):
        return True
    days = {one for part in day.split(",") for one in _numbers(_DAY, part)}
    months = {one for part in month.split(",") for one in _numbers(_MONTH, part)}
    return all(any(one <= monthrange(_LEAP_YEAR, each)[1] for each in months) for one in days)


@cache
def _timezones() -> frozenset[str]:
    """Return the names of the IANA time zone database: the machine's, or that of the package `tzdata`."""
    return frozenset(available_timezones())


def _timezone(name: str) -> str:
    if name not in _timezones():
        near = get_close_matches(name, sorted(_timezones()), n=1)
        refuse("a time zone such as Europe/Berlin", f"did you mean `{near[0]}`?" if near else "", found=f"`{name}`")
    return name


Cron = Annotated[
    str,
    Field(pattern=r"^[0-9A-Z*?,/#-]+( [0-9A-Z*?,/#-]+)*$", max_length=100),
    AfterValidator(_cron),
    expecting(_EXPECTED),
]
Timezone = Annotated[
    str,
    Field(pattern=r"^[A-Z][A-Za-z0-9_+-]*(/[A-Z][A-Za-z0-9_+-]*)*$", max_length=64),
    AfterValidator(_timezone),
    expecting("a time zone such as Europe/Berlin"),
]
