"""A network has the zones that AWS demands of what runs in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.rules.finding import Scope

__all__ = ["network_has_enough_zones"]

_FEWEST = 2
"""Subnets in different zones that an Application Load Balancer, and the subnet group of a database, need."""


def network_has_enough_zones(scope: Scope) -> Iterator[Finding]:
    """Demand two zones for a load balancer and for databases.

    AWS makes neither of them in one.
    """
    environment, network = scope.environment, scope.environment.network
    public = any(service.domain for service in environment.services.values())
    needs = {"public": public, "database": bool(environment.databases)}
    for tier in (tier for tier, needed in needs.items() if needed):
        if network.existing is None:
            yield from _own(scope)
            return
        subnets = getattr(network.existing, f"{tier}_subnet_ids")
        if len(subnets) < _FEWEST:
            path = scope.at("network", "existing", f"{tier}_subnet_ids")
            yield Finding(path, f"{tier} subnets in at least {_FEWEST} zones", f"{len(subnets)}")


def _own(scope: Scope) -> Iterator[Finding]:
    if scope.environment.network.azs < _FEWEST:
        expected = f"at least {_FEWEST} availability zones, which a load balancer and a database need"
        yield Finding(scope.at("network", "azs"), expected, f"{scope.environment.network.azs}")
