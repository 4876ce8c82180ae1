"""How many tasks a service runs."""

from __future__ import annotations

from pydantic import Field

from relinfra.matrix.models.model import Model
from relinfra.matrix.values.numbers import TaskCount, WholePercent

__all__ = ["Scaling"]


class Scaling(Model):
    """Bounds of the number of tasks, and the load that moves it between them."""

    min: TaskCount = Field(2, description="Fewest tasks; two survive the loss of a zone.")
    max: TaskCount = Field(4, description="Most tasks.")
    cpu_percent: WholePercent = Field(60, description="Average CPU use that scaling aims at, in percent.")
