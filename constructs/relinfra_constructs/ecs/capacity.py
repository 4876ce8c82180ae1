"""The capacity of a service's tasks: on demand, or Spot in part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra_constructs.errors import ConstructError
from relinfra_constructs.props import Props

if TYPE_CHECKING:
    from relinfra_constructs.aws import EcsServiceCapacityProviderStrategy

__all__ = ["FargateMix"]

_ALL = 100


class FargateMix(Props):
    """A share of Spot tasks, which cost less and which AWS takes back with two minutes' notice.

    spot_percent: of the tasks beyond the base, 0 to 100.
    on_demand_base: tasks that run on demand before any runs on Spot.
    """

    spot_percent: int
    on_demand_base: int = 1

    def __post_init__(self) -> None:
        """Refuse what is no share. Raises ConstructError."""
        if not 0 <= self.spot_percent <= _ALL or self.on_demand_base < 0:
            raise ConstructError(f"a mix has a Spot share of 0 to 100 % and a base of 0 or more tasks, not {self!r}")

    def strategy(self) -> list[EcsServiceCapacityProviderStrategy]:
        """Return the weights; ECS refuses a provider with neither a weight nor a base."""
        on_demand = _ALL - self.spot_percent
        providers: list[EcsServiceCapacityProviderStrategy] = [
            {"capacity_provider": "FARGATE", "base": self.on_demand_base, "weight": on_demand},
            {"capacity_provider": "FARGATE_SPOT", "weight": self.spot_percent},
        ]
        return [one for one in providers if one["weight"] or one.get("base")]
