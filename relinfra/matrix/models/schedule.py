"""Other bounds of the number of tasks, from a time on."""

from typing import Annotated

from pydantic import Field

from relinfra.matrix.values.cron import Cron, Timezone
from relinfra.matrix.values.names import Name
from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model

__all__ = ["Schedule"]

Tasks = Annotated[int, Field(ge=0, le=5000), expecting("a number of tasks from 0 to 5000")]


class Schedule(Model):
    """New bounds that hold until another schedule sets others."""

    name: Name = Field(description="What it is called, such as `night`.", examples=["night"])
    cron: Cron = Field(
        description="When: minutes, hours, day, month, day of the week, year, as AWS writes them.",
        examples=["0 20 ? * MON-FRI *"],
    )
    timezone: Timezone = Field("UTC", description="Time zone of `cron`; it follows daylight saving time.")
    min: Tasks = Field(description="Fewest tasks from then on.", examples=[0])
    max: Tasks = Field(description="Most tasks from then on.", examples=[2])
