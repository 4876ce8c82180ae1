"""A small share of the traffic first, then all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from relinfra_constructs.ecs.deployment import EcsShiftingDeployment

if TYPE_CHECKING:
    from relinfra_constructs.aws import EcsServiceDeploymentConfiguration

__all__ = ["CanaryDeployment"]


class CanaryDeployment(EcsShiftingDeployment):
    """A share of the traffic moves, waits, and all the rest follows at once.

    canary_percent: the share, 0.1 to 100.
    canary_bake_minutes: how long it stays at that share, 0 to 1440.
    """

    strategy: ClassVar[str] = "CANARY"

    canary_percent: float
    canary_bake_minutes: int

    def configuration(self) -> EcsServiceDeploymentConfiguration:
        """Return the strategy with its share and wait."""
        return {
            **super().configuration(),
            "canary_configuration": {
                "canary_percent": self.canary_percent,
                "canary_bake_time_in_minutes": str(self.canary_bake_minutes),
            },
        }
