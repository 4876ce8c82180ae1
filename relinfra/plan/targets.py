"""The target groups between which a deployment moves traffic, be it ECS or CodeDeploy that moves it."""

from __future__ import annotations

from relinfra.evidence import Fact, Node

__all__ = ["moving", "target_groups"]


def moving(service: Node) -> Node:
    """Return what knows ports and target groups of a service's deployments."""
    deploy = service.node("code_deploy")
    return service if deploy.empty else deploy


def target_groups(service: Node) -> tuple[Fact, ...]:
    """Return both target groups, none where no traffic is moved."""
    place = moving(service)
    groups = tuple(group for name in ("target_group", "alternate_target_group") if (group := place.fact(name)))
    return groups if len(groups) > 1 else ()
