"""The target groups between which a deployment moves traffic, be it ECS or CodeDeploy that moves it."""

from __future__ import annotations

from relinfra.evidence import Fact
from relinfra.evidence.records.rollout import CodeDeploy, Shifting
from relinfra.evidence.records.service import Service

__all__ = ["moving", "target_groups"]


def moving(service: Service) -> Shifting | CodeDeploy | None:
    """Return the rollout of a service whose traffic moves between two target groups, None for any other."""
    return service.rollout if isinstance(service.rollout, Shifting | CodeDeploy) else None


def target_groups(service: Service) -> tuple[Fact, ...]:
    """Return both target groups, none where no traffic is moved."""
    rollout = moving(service)
    if rollout and rollout.target_group and rollout.alternate_target_group:
        return (rollout.target_group, rollout.alternate_target_group)
    return ()
