"""Tasks are replaced a batch at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from relinfra_constructs.ecs.deployment import EcsDeployment, RollbackThresholds

if TYPE_CHECKING:
    from relinfra_constructs.aws import EcsServiceDeploymentConfiguration

__all__ = ["RollingDeployment"]


class RollingDeployment(EcsDeployment):
    """Tasks are replaced a batch at a time behind one target group."""

    strategy: ClassVar[str] = "ROLLING"
    shifts_traffic: ClassVar[bool] = False

    rollback: RollbackThresholds | None = None

    @property
    def thresholds(self) -> RollbackThresholds | None:
        """Return `rollback`."""
        return self.rollback

    def configuration(self) -> EcsServiceDeploymentConfiguration:
        """Return the strategy alone: the percentages lie beside the block."""
        return {"strategy": self.strategy}
