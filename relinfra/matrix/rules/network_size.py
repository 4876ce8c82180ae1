"""A network has room for what runs in it."""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import TYPE_CHECKING, assert_never

from relinfra.matrix.models import Rolling, Shifting
from relinfra.matrix.rules.finding import Finding
from relinfra.matrix.subnets import SMALLEST_VPC

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.models import Service
    from relinfra.matrix.rules.finding import Scope

__all__ = ["ENDPOINT_ADDRESSES", "network_has_room_for_tasks", "network_has_room_for_tiers"]

ENDPOINT_ADDRESSES = 16
"""Addresses kept free in every private subnet for interface endpoints, each of which takes one."""


def network_has_room_for_tiers(scope: Scope) -> Iterator[Finding]:
    """Demand the /23 that three tiers in four zones need: a load balancer takes no subnet below a /27."""
    network = scope.environment.network
    if network.existing is None and _prefix(network.cidr) > SMALLEST_VPC:
        path = scope.at("network", "cidr")
        expected = f"an IPv4 network from /16 to /{SMALLEST_VPC}"
        yield Finding(path, expected, network.cidr)


def network_has_room_for_tasks(scope: Scope) -> Iterator[Finding]:
    """Demand an address for every task, during a deployment too; tasks spread over the zones.

    Each task has an address of its own, and while versions change there are more of them.
    """
    network, services = scope.environment.network, scope.environment.services
    if network.existing or _prefix(network.cidr) > SMALLEST_VPC:
        return
    tasks = sum(_most_tasks(service) for service in services.values())
    needed = -(-tasks // network.azs) + ENDPOINT_ADDRESSES
    free = network.subnets.private_addresses
    if needed > free:
        path = scope.at("network", "cidr")
        related = tuple(scope.at("services", key) for key in services)
        expected = f"room for {tasks} tasks, which is what runs at most during deployments"
        found = (
            f"{network.cidr}, whose private subnets have {free} addresses each where {needed} are needed "
            f"({network.azs} zones, {ENDPOINT_ADDRESSES} addresses kept for endpoints)"
        )
        yield Finding(path, expected, found, "use a larger network, more zones or fewer tasks", related)


def _most_tasks(service: Service) -> int:
    match service.deployment:
        case Rolling(maximum_percent=percent):
            return service.scaling.most * percent // 100
        case Shifting():
            return 2 * service.scaling.most
        case _:
            assert_never(service.deployment)


def _prefix(cidr: str) -> int:
    return IPv4Network(cidr).prefixlen
