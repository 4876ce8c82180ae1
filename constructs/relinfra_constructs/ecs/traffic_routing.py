"""Traffic routing of CodeDeploy: a configuration that AWS has ready, or one of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from relinfra_constructs.errors import ConstructError
from relinfra_constructs.props import Props

if TYPE_CHECKING:
    from relinfra_constructs.aws import CodedeployDeploymentConfigTrafficRoutingConfig

__all__ = ["TrafficRouting"]

_ALL = 100
_PREDEFINED = {
    ("AllAtOnce", _ALL, 0): "CodeDeployDefault.ECSAllAtOnce",
    ("TimeBasedCanary", 10, 5): "CodeDeployDefault.ECSCanary10Percent5Minutes",
    ("TimeBasedCanary", 10, 15): "CodeDeployDefault.ECSCanary10Percent15Minutes",
    ("TimeBasedLinear", 10, 1): "CodeDeployDefault.ECSLinear10PercentEvery1Minutes",
    ("TimeBasedLinear", 10, 3): "CodeDeployDefault.ECSLinear10PercentEvery3Minutes",
}
"""https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html"""
_KINDS = {"AllAtOnce": "all-at-once", "TimeBasedCanary": "canary", "TimeBasedLinear": "linear"}


class TrafficRouting(Props):
    """All at once, a small share first, or equal shares.

    type: as CodeDeploy calls it.
    percentage: the first or every share, 1 to 99; 100 for all at once.
    interval_minutes: how long a share waits for the next, 1 or more; 0 for all at once.
    """

    type: Literal["AllAtOnce", "TimeBasedCanary", "TimeBasedLinear"] = "AllAtOnce"
    percentage: int = _ALL
    interval_minutes: int = 0

    def __post_init__(self) -> None:
        """Refuse shares and waits that do not belong to the type. Raises ConstructError."""
        whole = self.percentage == _ALL and self.interval_minutes == 0
        parts = 0 < self.percentage < _ALL and self.interval_minutes > 0
        if not (whole if self.type == "AllAtOnce" else parts):
            raise ConstructError(
                f"{self.type}: expected 100 % without a wait for AllAtOnce, else 1 to 99 % and a wait of a minute or "
                f"more; found {self.percentage} % and {self.interval_minutes} minutes"
            )

    @property
    def predefined(self) -> str | None:
        """The name of AWS's own configuration that does the same, None where there is none."""
        return _PREDEFINED.get((self.type, self.percentage, self.interval_minutes))

    @property
    def label(self) -> str:
        """The part of a name that tells it from others, such as `canary-20-percent-10-minutes`."""
        return f"{_KINDS[self.type]}-{self.percentage}-percent-{self.interval_minutes}-minutes"

    def configuration(self) -> CodedeployDeploymentConfigTrafficRoutingConfig:
        """Return the block `traffic_routing_config` of a configuration of one's own."""
        wait = self.interval_minutes
        if self.type == "TimeBasedCanary":
            return {"type": self.type, "time_based_canary": {"percentage": self.percentage, "interval": wait}}
        if self.type == "TimeBasedLinear":
            return {"type": self.type, "time_based_linear": {"percentage": self.percentage, "interval": wait}}
        return {"type": self.type}
