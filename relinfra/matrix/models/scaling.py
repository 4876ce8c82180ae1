"""Auto Scaling: how many tasks a service runs."""

from typing import Annotated

from pydantic import Field

from relinfra.matrix.models.schedule import Schedule
from relinfra.matrix.values.numbers import TaskCount
from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model
from relinfra.reading.numbers import WholePercent
from relinfra.reading.text import Line

__all__ = ["Scaling"]

Schedules = Annotated[tuple[Schedule, ...], Field(max_length=50), expecting("at most 50 schedules")]


class Scaling(Model):
    """Bounds of the number of tasks, and the load that moves it between them."""

    min: TaskCount = Field(2, description="Fewest tasks; two survive the loss of a zone.")
    max: TaskCount = Field(4, description="Most tasks.")
    cpu_percent: WholePercent = Field(60, description="Average CPU use that scaling aims at, in percent.")
    memory_percent: WholePercent | None = Field(
        None, description="Average memory use that scaling aims at as well, in percent; CPU alone if absent."
    )
    schedules: Schedules = Field(
        (),
        description="Other bounds at certain times. With any, `min` and `max` are only what the service begins with: "
        "Terraform leaves alone what a schedule has set.",
    )

    singleton: Line | None = Field(
        None,
        description="Why one task, or none at times, is enough; without a reason, fewer than two tasks fail `check`.",
        examples=["Reads a queue that takes one reader"],
    )

    @property
    def least(self) -> int:
        """The fewest tasks that ever run."""
        return min((self.min, *(schedule.min for schedule in self.schedules)))

    @property
    def most(self) -> int:
        """The most tasks that ever run, deployments apart."""
        return max((self.max, *(schedule.max for schedule in self.schedules)))
