"""A function that is asked during a deployment."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from relinfra.matrix.models.model import Model
from relinfra.matrix.values.aws import FunctionName
from relinfra.matrix.values.expecting import expecting
from relinfra.matrix.values.table import DISTINCT

__all__ = ["Hook"]

HookMinutes = Annotated[int, Field(ge=1, le=1440), expecting("a number of minutes from 1 to 1440 (a day)")]

Stage = Literal[
    "RECONCILE_SERVICE",
    "PRE_SCALE_UP",
    "POST_SCALE_UP",
    "TEST_TRAFFIC_SHIFT",
    "POST_TEST_TRAFFIC_SHIFT",
    "PRODUCTION_TRAFFIC_SHIFT",
    "POST_PRODUCTION_TRAFFIC_SHIFT",
]


class Hook(Model):
    """A Lambda function whose answer lets a deployment go on or turns it back."""

    function: FunctionName = Field(
        description="Name of the function, in the environment's account and region.", examples=["shop-smoke-test"]
    )
    stages: Annotated[tuple[Stage, ...], Field(min_length=1), DISTINCT, expecting("one stage or more")] = Field(
        description="When ECS calls it.", examples=[["POST_TEST_TRAFFIC_SHIFT"]]
    )
    timeout_minutes: HookMinutes = Field(
        15,
        description="How long it takes at most at one stage, all its calls together, in minutes: Terraform and the "
        "pipeline wait that much longer.",
    )

    @property
    def minutes(self) -> int:
        """How long a deployment may wait for all its answers."""
        return len(self.stages) * self.timeout_minutes
