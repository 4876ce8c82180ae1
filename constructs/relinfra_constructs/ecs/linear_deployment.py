"""Equal shares of the traffic, one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from relinfra_constructs.ecs.deployment import EcsShiftingDeployment

if TYPE_CHECKING:
    from relinfra_constructs.aws import EcsServiceDeploymentConfiguration

__all__ = ["LinearDeployment"]


class LinearDeployment(EcsShiftingDeployment):
    """The traffic moves in equal steps with a wait after each but the last.

    step_percent: the share that moves in one step, 3 to 100.
    step_bake_minutes: the wait between two steps, 0 to 1440.
    """

    strategy: ClassVar[str] = "LINEAR"

    step_percent: float
    step_bake_minutes: int

    def configuration(self) -> EcsServiceDeploymentConfiguration:
        """Return the strategy with its step and wait."""
        return {
            **super().configuration(),
            "linear_configuration": {
                "step_percent": self.step_percent,
                "step_bake_time_in_minutes": str(self.step_bake_minutes),
            },
        }
