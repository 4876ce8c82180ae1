"""Times that come again."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from relinfra.reading.expecting import expecting, refuse

__all__ = ["Cron", "Timezone"]

_EXPECTED = "six fields such as `0 7 ? * MON-FRI *`: minutes, hours, day, month, day of the week, year"


def _cron(value: str) -> str:
    fields = value.split(" ")
    if len(fields) != len(_EXPECTED.split("`")[1].split(" ")):
        refuse(_EXPECTED, found=f"`{value}`")
    if (fields[2] == "?") == (fields[4] == "?"):
        refuse("`?` for either the day or the day of the week, as AWS wants it", found=f"`{value}`")
    return value


Cron = Annotated[
    str,
    Field(pattern=r"^[0-9A-Z*?,/#-]+( [0-9A-Z*?,/#-]+)*$", max_length=100),
    AfterValidator(_cron),
    expecting(_EXPECTED),
]
Timezone = Annotated[
    str,
    Field(pattern=r"^[A-Z][A-Za-z0-9_+-]*(/[A-Z][A-Za-z0-9_+-]*)*$", max_length=64),
    expecting("a time zone such as Europe/Berlin"),
]
