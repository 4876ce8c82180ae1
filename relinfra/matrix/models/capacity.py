"""The capacity that tasks are paid for: on demand or Spot."""

from typing import Annotated

from pydantic import Field

from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model

__all__ = ["Capacity"]

SpotPercent = Annotated[int, Field(ge=0, le=100), expecting("a whole percentage from 0 to 100")]
Base = Annotated[int, Field(ge=0, le=5000), expecting("a number of tasks from 0 to 5000")]


class Capacity(Model):
    """A mix of on-demand tasks and of cheaper Spot tasks, which AWS takes back with two minutes' notice."""

    spot_percent: SpotPercent = Field(
        description="Share of the tasks beyond the base that run on Spot, in percent.", examples=[70]
    )
    on_demand_base: Base = Field(1, description="Tasks that run on demand before any runs on Spot.")
