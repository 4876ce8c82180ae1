"""Tasks of a service: how many run, and on what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.models.formerly import named_after
from relinfra_constructs.ecs.capacity import FargateMix
from relinfra_constructs.ecs.scaling import ScalingProps, ScheduledBounds
from relinfra_constructs.naming import terraform_name

if TYPE_CHECKING:
    from relinfra.matrix.models.capacity import Capacity
    from relinfra.matrix.models.service import Service

__all__ = ["mix_of", "scaling_of"]


def scaling_of(key: str, service: Service) -> ScalingProps:
    """Return the bounds, loads and schedules of a service as the matrix says."""
    scaling, named = service.scaling, terraform_name(named_after(key, service))
    return ScalingProps(
        minimum=scaling.min,
        maximum=scaling.max,
        cpu_percent=scaling.cpu_percent,
        memory_percent=scaling.memory_percent,
        schedules=[
            ScheduledBounds(
                name=schedule.name,
                cron=schedule.cron,
                timezone=schedule.timezone,
                minimum=schedule.min,
                maximum=schedule.max,
                action_name=f"{named}-{schedule.name}",
            )
            for schedule in scaling.schedules
        ],
    )


def mix_of(capacity: Capacity | None) -> FargateMix | None:
    """Return the share of Spot tasks, or None where all run on demand."""
    if capacity is None:
        return None
    return FargateMix(spot_percent=capacity.spot_percent, on_demand_base=capacity.on_demand_base)
