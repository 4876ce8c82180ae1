"""Versions of objects that cannot be deleted for a while."""

from typing import Annotated, Literal

from pydantic import Field

from relinfra.reading.choices import choices
from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model

__all__ = ["ObjectLock"]

Days = Annotated[int, Field(ge=1, le=36_500), expecting("a number of days from 1 to 36500")]


class ObjectLock(Model):
    """The default retention of what is written to a bucket."""

    mode: Annotated[
        Literal["governance", "compliance"],
        choices(
            {
                "governance": "Whoever has the right `s3:BypassGovernanceRetention` may delete before the time.",
                "compliance": "Nobody may delete before the time, the account's root user neither.",
            }
        ),
    ] = Field(
        "governance",
        description="`governance` yields to whoever has `s3:BypassGovernanceRetention`; `compliance` to nobody at all.",
    )
    days: Days = Field(description="Days a version cannot be deleted.", examples=[30])
