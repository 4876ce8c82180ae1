"""Failover by Route 53: which environments switch over by themselves, and the names by which each region is asked.

A name that leads to one of two regions cannot be asked how either of them is: Route 53's own advice is a health check
on a name that leads to one alone.
https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.models import Domain, WarmStandby

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relinfra.matrix.models import Environment, Service

__all__ = ["region_domain", "region_domains", "served_domains", "switches_by_itself"]


def switches_by_itself(environment: Environment) -> bool:
    """Return whether Route 53 leads the environment's names to the recovery region without anybody acting."""
    # A replica takes no writes before a person has promoted it.
    return isinstance(environment.disaster_recovery, WarmStandby) and not environment.databases


def served_domains(services: Mapping[str, Service]) -> dict[str, Domain]:
    """Return every name once, by the key its certificate bears: of the service that answers what no paths take."""
    served = {key: service.domain for key, service in services.items() if service.domain}
    owners = {domain.name: key for key, domain in reversed(served.items()) if domain.paths}
    owners |= {domain.name: key for key, domain in served.items() if not domain.paths}
    return {key: domain for key, domain in served.items() if owners[domain.name] == key}


def region_domain(domain: Domain, region: str) -> Domain:
    """Return the name under which one region alone is asked: `us-east-1.shop.example.com`."""
    return domain.model_copy(update={"name": f"{region}.{domain.name}", "paths": (), "priority": None})


def region_domains(environment: Environment) -> dict[str, Domain]:
    """Return the names of the environment's own region by the keys of the services that answer, none without failover.

    Of services that share a name, the one that answers what no paths take decides where the name leads.
    """
    if not switches_by_itself(environment):
        return {}
    served = served_domains(environment.services)
    return {key: region_domain(domain, environment.region) for key, domain in served.items()}
