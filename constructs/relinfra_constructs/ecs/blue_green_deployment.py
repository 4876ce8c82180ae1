"""All traffic moves at once."""

from __future__ import annotations

from typing import ClassVar

from relinfra_constructs.ecs.deployment import EcsShiftingDeployment

__all__ = ["BlueGreenDeployment"]


class BlueGreenDeployment(EcsShiftingDeployment):
    """All traffic moves at once."""

    strategy: ClassVar[str] = "BLUE_GREEN"
