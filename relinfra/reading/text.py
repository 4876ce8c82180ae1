"""Free text and dates."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from relinfra.reading.expecting import expecting

__all__ = ["Date", "Line", "Value"]


def _date(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        parsed = date.fromisoformat(value)
    except ValueError:
        return value
    return parsed if parsed.isoformat() == value else value


Line = Annotated[
    str,
    Field(min_length=1, max_length=500, pattern=r"^[^\r\n]*[^\s][^\r\n]*$"),
    expecting("one line of text"),
]
Value = Annotated[str, Field(max_length=4096), expecting("text")]
Date = Annotated[date, BeforeValidator(_date), expecting("a date such as 2027-06-30")]
