"""How a new version of a service replaces the old one."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from relinfra.matrix.models.model import Model
from relinfra.matrix.models.rollback import Rollback
from relinfra.matrix.values.cidr import CallerCidr
from relinfra.matrix.values.expecting import expecting
from relinfra.matrix.values.numbers import Port
from relinfra.matrix.values.table import DISTINCT

__all__ = ["Rollout"]

MinimumPercent = Annotated[int, Field(ge=0, le=100), expecting("a whole percentage from 0 to 100")]
MaximumPercent = Annotated[int, Field(ge=100, le=200), expecting("a whole percentage from 100 to 200")]
BakeMinutes = Annotated[int, Field(ge=1, le=1440), expecting("a number of minutes from 1 to 1440 (a day)")]


class Rollout(Model):
    """A deployment by ECS itself: task by task, or all at once behind the load balancer."""

    strategy: Literal["rolling", "blue_green"] = Field(
        "rolling",
        description="`rolling` replaces tasks in steps; `blue_green` moves traffic to a second set of them.",
    )
    minimum_healthy_percent: MinimumPercent = Field(
        100, description="Rolling: share of the desired tasks that keeps running, in percent, rounded up."
    )
    maximum_percent: MaximumPercent = Field(
        200,
        description="Rolling: share of the desired tasks that may run meanwhile, in percent, rounded down.",
    )
    bake_minutes: BakeMinutes | None = Field(
        None, description="Blue/green, required: how long the old tasks wait for a rollback, in minutes."
    )
    test_port: Port | None = Field(
        None, description="Blue/green, required: load balancer port on which the new tasks are tested first."
    )
    test_cidrs: (
        Annotated[tuple[CallerCidr, ...], Field(min_length=1, max_length=20), DISTINCT, expecting("one to 20 networks")]
        | None
    ) = Field(
        None,
        description="Blue/green: networks that may reach the test port by their public addresses, such as an office's; "
        "if absent, the addresses of the VPC's own NAT gateways.",
        examples=[["203.0.113.0/24"]],
    )
    rollback: Rollback | None = Field(
        None, description="Thresholds at which ECS rolls back by itself; required for blue/green."
    )
