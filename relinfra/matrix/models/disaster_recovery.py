"""Recovery in a second region."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from relinfra.matrix.models.model import Model
from relinfra.matrix.values.numbers import Minutes
from relinfra.matrix.values.regions import Region

__all__ = ["DisasterRecovery"]


class DisasterRecovery(Model):
    """What is kept ready elsewhere for the loss of a region, and what that promises."""

    region: Region = Field(description="Where backups and buckets are replicated to.", examples=["us-west-2"])
    mode: Literal["cold_standby"] = Field(
        "cold_standby",
        description="`cold_standby`: data is replicated, everything else is created when needed.",
    )
    rto_minutes: Minutes = Field(
        description="Recovery time objective: service is restored within so many minutes.", examples=[240]
    )
    rpo_minutes: Minutes = Field(
        description="Recovery point objective: at most so many minutes of data are lost.", examples=[15]
    )
