"""A deployment that CodeDeploy carries out, whoever starts it."""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar

from relinfra_constructs.ecs.deployment import ShiftingDeployment
from relinfra_constructs.ecs.traffic_routing import TrafficRouting

__all__ = ["HOOK_EVENTS", "CodeDeployDeployment"]

HOOK_EVENTS = ("BeforeInstall", "AfterInstall", "AfterAllowTestTraffic", "BeforeAllowTraffic", "AfterAllowTraffic")
"""The events at which CodeDeploy asks a function, in their order."""


class CodeDeployDeployment(ShiftingDeployment):
    """A shift by CodeDeploy: Terraform makes what it needs, and a pipeline or a person starts it.

    routing: how traffic moves; all at once by default.
    hooks: at `HOOK_EVENTS`; CodeDeploy asks one function at an event, and waits an hour for its answer at most.
    """

    strategy: ClassVar[str] = "CODE_DEPLOY"

    routing: TrafficRouting = field(default_factory=TrafficRouting)
