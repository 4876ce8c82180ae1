"""How a new version of a service replaces the old one."""

from __future__ import annotations

from math import ceil
from typing import Annotated, Literal

from pydantic import Field

from relinfra.matrix.models.hook import Hook
from relinfra.matrix.models.rollback import Rollback
from relinfra.matrix.values.cidr import CallerCidr
from relinfra.matrix.values.numbers import Port, SharePercent, StepPercent
from relinfra.reading.expecting import expecting
from relinfra.reading.model import Model
from relinfra.reading.table import DISTINCT

__all__ = ["Rollout"]

MinimumPercent = Annotated[int, Field(ge=0, le=100), expecting("a whole percentage from 0 to 100")]
MaximumPercent = Annotated[int, Field(ge=100, le=200), expecting("a whole percentage from 100 to 200")]
BakeMinutes = Annotated[int, Field(ge=1, le=1440), expecting("a number of minutes from 1 to 1440 (a day)")]


class Rollout(Model):
    """A deployment by ECS itself, or by CodeDeploy: task by task, or a second set of them behind the load balancer."""

    strategy: Literal["rolling", "blue_green", "canary", "linear", "codedeploy"] = Field(
        "rolling",
        description="`rolling` replaces tasks in steps; the others move traffic to a second set of them: `blue_green` "
        "at once, `canary` a small share first, `linear` in equal steps, and `codedeploy` by AWS CodeDeploy, as "
        "`shift` says. To come from or go to `codedeploy` replaces the service, with an interruption.",
    )
    shift: Literal["all_at_once", "canary", "linear"] | None = Field(
        None, description="CodeDeploy, required: whether traffic moves at once, as a canary or in equal steps."
    )
    minimum_healthy_percent: MinimumPercent = Field(
        100, description="Rolling: share of the desired tasks that keeps running, in percent, rounded up."
    )
    maximum_percent: MaximumPercent = Field(
        200,
        description="Rolling: share of the desired tasks that may run meanwhile, in percent, rounded down.",
    )
    bake_minutes: BakeMinutes | None = Field(
        None,
        description="Strategies that move traffic, required: how long the old tasks wait for a rollback, in minutes.",
    )
    test_port: Port | None = Field(
        None,
        description="Strategies that move traffic, required: load balancer port on which new tasks are tested first.",
    )
    canary_percent: SharePercent | None = Field(
        None,
        description="Canary, required: share of the traffic that moves first, in percent; a whole one with CodeDeploy.",
    )
    canary_bake_minutes: BakeMinutes | None = Field(
        None, description="Canary, required: how long only that share has moved, in minutes."
    )
    step_percent: StepPercent | None = Field(
        None,
        description="Linear, required: share of the traffic that moves in one step, in percent; a whole one with "
        "CodeDeploy.",
    )
    step_bake_minutes: BakeMinutes | None = Field(
        None, description="Linear, required: how long a step is watched before the next, in minutes."
    )
    hooks: tuple[Hook, ...] = Field(
        (), description="Strategies that move traffic: functions that are asked during a deployment whether to go on."
    )
    test_cidrs: (
        Annotated[tuple[CallerCidr, ...], Field(min_length=1, max_length=20), DISTINCT, expecting("one to 20 networks")]
        | None
    ) = Field(
        None,
        description="Strategies that move traffic: networks that may reach the test port by their public addresses, "
        "such as an office's; if absent, the addresses of the VPC's own NAT gateways.",
        examples=[["203.0.113.0/24"]],
    )
    rollback: Rollback | None = Field(
        None, description="Thresholds at which ECS or CodeDeploy rolls back by itself; required where traffic moves."
    )

    @property
    def shifts_traffic(self) -> bool:
        """Whether traffic moves between two sets of tasks, of which twice as many then run."""
        return self.strategy != "rolling"

    @property
    def by_code_deploy(self) -> bool:
        """Whether AWS CodeDeploy is in charge, and not ECS: Terraform then starts no deployment."""
        return self.strategy == "codedeploy"

    @property
    def standing_by(self) -> Rollout:
        """How the service is deployed where it stands by: where there is no traffic to move, nobody asks CodeDeploy."""
        if not self.by_code_deploy:
            return self
        # What it says of rolling deployments was never meant for one.
        percentages = {"minimum_healthy_percent": 100, "maximum_percent": 200}
        return self.model_copy(update={"strategy": "rolling", "test_port": None, "hooks": (), **percentages})

    @property
    def pace(self) -> str:
        """How traffic moves, whoever moves it: `canary`, `linear`, or another word for at once or not at all."""
        return self.shift or "" if self.by_code_deploy else self.strategy

    @property
    def minutes(self) -> int:
        """How long a deployment waits by itself: between shares of the traffic, and for the bake time."""
        between = {
            "canary": self.canary_bake_minutes or 0,
            "linear": (ceil(100 / (self.step_percent or 100)) - 1) * (self.step_bake_minutes or 0),
        }
        return between.get(self.pace, 0) + (self.bake_minutes or 0 if self.shifts_traffic else 0)
