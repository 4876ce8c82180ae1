"""The window in which RDS rotates a master password."""

from typing import Annotated

from pydantic import AfterValidator, Field

from relinfra.matrix.values.cron import Cron
from relinfra.reading.expecting import expecting, refuse
from relinfra.reading.model import Model

__all__ = ["PasswordRotation"]

_EXPECTED = "a schedule with minute 0 and year `*`, as Secrets Manager wants it, such as `0 6 ? * SUN *`"


def _hourly(value: str) -> str:
    minute, *_, year = value.split(" ")
    if minute != "0" or year != "*":
        refuse(_EXPECTED, found=f"`{value}`")
    return value


RotationCron = Annotated[Cron, AfterValidator(_hourly)]
Hours = Annotated[int, Field(ge=1, le=24), expecting("a number of hours from 1 to 24")]


class PasswordRotation(Model):
    """A window, in UTC, that ends on the day on which it begins."""

    cron: RotationCron = Field("0 6 ? * SUN *", description="When it begins, in UTC: Sundays at 06:00 if absent.")
    hours: Hours = Field(2, description="How long it is open, in hours.")
