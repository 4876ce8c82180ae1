"""Fields of the strategies that move traffic from one set of tasks to another."""

from typing import Annotated, ClassVar

from pydantic import Field

from relinfra.domain.rollout_time import linear_shift_minutes
from relinfra.matrix.models.hook import Hook
from relinfra.matrix.models.rollback import Rollback
from relinfra.matrix.values.cidr import CallerCidr
from relinfra.matrix.values.numbers import Port, SharePercent, StepPercent
from relinfra.reading.expecting import expecting
from relinfra.reading.table import DISTINCT
from relinfra.reading.variant import Needed, Variant

__all__ = ["CanaryShift", "LinearShift", "PartialShift", "Shifting"]

BakeMinutes = Annotated[int, Field(ge=1, le=1440), expecting("a number of minutes from 1 to 1440 (a day)")]
TestCidrs = Annotated[
    tuple[CallerCidr, ...], Field(min_length=1, max_length=20), DISTINCT, expecting("one to 20 networks")
]


class Shifting(Variant):
    """A second set of tasks takes the traffic of the first, which waits for the bake time to get it back."""

    bake_minutes: Annotated[BakeMinutes, Needed("how long {} keeps the old tasks")] = Field(
        description="Strategies that move traffic, required: how long the old tasks wait for a rollback, in minutes.",
        examples=[30],
    )
    test_port: Annotated[Port, Needed("the port on which {} tests the new tasks")] = Field(
        description="Strategies that move traffic, required: load balancer port on which new tasks are tested first.",
        examples=[8443],
    )
    hooks: tuple[Hook, ...] = Field(
        (), description="Strategies that move traffic: functions that are asked during a deployment whether to go on."
    )
    test_cidrs: TestCidrs | None = Field(
        None,
        description="Strategies that move traffic: networks that may reach the test port by their public addresses, "
        "such as an office's; if absent, the addresses of the VPC's own NAT gateways.",
        examples=[["203.0.113.0/24"]],
    )
    rollback: Annotated[Rollback, Needed("the thresholds at which {} rolls back")] = Field(
        description="Thresholds at which ECS or CodeDeploy rolls back by itself.",
        examples=[{"error_rate_percent": 2, "p95_latency_ms": 400}],
    )

    @property
    def shift_minutes(self) -> int:
        """The time in which the traffic moves, before the bake time, in minutes."""
        return 0


class PartialShift(Shifting):
    """A shift of a share of the traffic before the rest: `share_key` and `wait_key` say of what size, and how long."""

    share_key: ClassVar[str]
    wait_key: ClassVar[str]

    @property
    def first_share(self) -> float:
        """The share that moves first, in percent."""
        raise NotImplementedError

    @property
    def first_wait(self) -> int:
        """The time for which only that share has moved, in minutes."""
        raise NotImplementedError


class CanaryShift(PartialShift):
    """A shift of a small share of the traffic first, and then of all the rest."""

    share_key: ClassVar[str] = "canary_percent"
    wait_key: ClassVar[str] = "canary_bake_minutes"

    canary_percent: Annotated[SharePercent, Needed("the share of the traffic that {} moves first")] = Field(
        description="Canary, required: share of the traffic that moves first, in percent; a whole one with CodeDeploy.",
        examples=[10],
    )
    canary_bake_minutes: Annotated[BakeMinutes, Needed("how long {} watches that share")] = Field(
        description="Canary, required: how long only that share has moved, in minutes.", examples=[10]
    )

    @property
    def first_share(self) -> float:
        """The share that moves first, in percent."""
        return self.canary_percent

    @property
    def first_wait(self) -> int:
        """The time for which only that share has moved, in minutes."""
        return self.canary_bake_minutes

    @property
    def shift_minutes(self) -> int:
        """The time in which the traffic moves, in minutes: the wait at the small share."""
        return self.canary_bake_minutes


class LinearShift(PartialShift):
    """A shift in equal steps."""

    share_key: ClassVar[str] = "step_percent"
    wait_key: ClassVar[str] = "step_bake_minutes"

    step_percent: Annotated[StepPercent, Needed("the share of the traffic that {} moves in a step")] = Field(
        description="Linear, required: share of the traffic that moves in one step, in percent; a whole one with "
        "CodeDeploy.",
        examples=[20],
    )
    step_bake_minutes: Annotated[BakeMinutes, Needed("how long {} watches a step")] = Field(
        description="Linear, required: how long a step is watched before the next, in minutes.", examples=[5]
    )

    @property
    def first_share(self) -> float:
        """The share that moves first, in percent."""
        return self.step_percent

    @property
    def first_wait(self) -> int:
        """The time for which only that share has moved, in minutes."""
        return self.step_bake_minutes

    @property
    def shift_minutes(self) -> int:
        """The time in which the traffic moves, in minutes: the waits between its steps."""
        return linear_shift_minutes(self.step_percent, self.step_bake_minutes)
