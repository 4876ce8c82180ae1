"""The retention of CloudWatch Logs."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from relinfra.reading.expecting import expecting, refuse

__all__ = ["RETENTION_DAYS", "RetentionDays"]

RETENTION_DAYS = (
    *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
    *(1096, 1827, 2192, 2557, 2922, 3288, 3653),
)
_EXPECTED = "a retention that CloudWatch offers, in days"


def _offered(days: int) -> int:
    if days not in RETENTION_DAYS:
        longer = [offered for offered in RETENTION_DAYS if offered > days]
        refuse(
            _EXPECTED,
            f"the next longer one is {longer[0]}" if longer else f"the longest is {RETENTION_DAYS[-1]}",
        )
    return days


RetentionDays = Annotated[
    int,
    Field(json_schema_extra={"enum": list(RETENTION_DAYS)}),
    AfterValidator(_offered),
    expecting(_EXPECTED),
]
