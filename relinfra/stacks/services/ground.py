"""The ground that every service of an environment stands on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from relinfra.matrix.priorities import listener_priorities

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relinfra.matrix import Environment
    from relinfra.stacks.scope import StackScope
    from relinfra.stacks.services.data import ServiceData
    from relinfra_constructs.cdk import Construct
    from relinfra_constructs.ecs.cluster import Cluster
    from relinfra_constructs.ecs.sessions import ExecSessions
    from relinfra_constructs.edge.load_balancer import LoadBalancer
    from relinfra_constructs.networking.existing_network import NetworkOutputs

__all__ = ["ServiceGround"]


@dataclass(frozen=True, kw_only=True)
class ServiceGround:
    """The stack that services are made in, and what is there before the first of them.

    `log_key_arn` is the key of their logs; `sessions` are there where somebody may open one, and `load_balancer` where
    somebody asks a service. `region_hosts` are the further names of services in a failover, by their keys.
    """

    stack: Construct
    scope: StackScope
    environment: Environment
    network: NetworkOutputs
    data: ServiceData
    log_key_arn: str
    cluster: Cluster
    sessions: ExecSessions | None
    load_balancer: LoadBalancer | None
    region_hosts: Mapping[str, str]

    @cached_property
    def priorities(self) -> Mapping[str, int]:
        """The priorities of the listener rules by the keys of the services that answer."""
        return listener_priorities(self.environment.services)
