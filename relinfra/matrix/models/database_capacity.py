"""The capacity of an Aurora cluster."""

from typing import Annotated

from pydantic import Field

from relinfra.matrix.values.numbers import CapacityUnits
from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model

__all__ = ["DatabaseCapacity"]

Pause = Annotated[int, Field(ge=300, le=86_400), expecting("a number of seconds from 300 to 86400")]


class DatabaseCapacity(Model):
    """Bounds of each instance, in Aurora capacity units: about 2 GiB of memory each, with CPU to match."""

    min_acu: CapacityUnits = Field(
        description="Least capacity; 0 pauses an instance that nobody uses. AWS advises 2 for Performance Insights, "
        "which is always on here.",
        examples=[2],
    )
    max_acu: CapacityUnits = Field(description="Most capacity, 1 or more.", examples=[16])
    seconds_until_auto_pause: Pause | None = Field(
        None, description="How long nobody must have used an instance before it pauses; required with `min_acu: 0`."
    )
