"""Failover by Route 53: a signal that a healthy service gives, and nothing beside it disturbs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.failover import region_domain, served_domains, switches_by_itself
from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.models import Domain
    from relinfra.matrix.rules.finding import Scope

__all__ = ["checkers_are_let_through", "checks_reach_their_service", "region_names_fit_certificates"]

_LONGEST_CHECKED_PATH = 255
"""https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html"""
_LONGEST_FIRST_NAME = 64
"""https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html"""
_CONDITION_VALUES = 5
"""https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html"""
_HOSTS = 2
_REQUESTS_PER_5_MINUTES = 150
"""All checkers together ask about every two seconds: from how many addresses, AWS does not say.

https://docs.aws.amazon.com/cloud-map/latest/api/API_HealthCheckConfig.html
"""


def checks_reach_their_service(scope: Scope) -> Iterator[Finding]:
    """Demand a health path that Route 53 can ask for, and a rule with room for the name of the region.

    It bounds what it asks and what it is called, and a check that asks nothing moves no name.
    """
    for key, domain in _moved(scope).items():
        service, at = scope.environment.services[key], scope.at("services", key)
        path, related = service.health_check.path, (scope.at("disaster_recovery", "mode"),)
        if len(path) > _LONGEST_CHECKED_PATH:
            expected = f"a path of at most {_LONGEST_CHECKED_PATH} characters, which Route 53 asks for"
            yield Finding((*at, "health_check", "path"), expected, f"{len(path)}", related=related)
        elif not domain.answers(path.partition("?")[0]):
            expected = f"a path that the service answers, since Route 53 asks for it: {', '.join(domain.paths)}"
            yield Finding((*at, "health_check", "path"), expected, path, related=related)
        if len(domain.paths) + _HOSTS > _CONDITION_VALUES:
            expected = f"at most {_CONDITION_VALUES - _HOSTS} paths beside the two names that a failover needs"
            yield Finding((*at, "domain", "paths"), expected, f"{len(domain.paths)}", related=related)


def region_names_fit_certificates(scope: Scope) -> Iterator[Finding]:
    """Refuse a domain that leaves no room for the region before it in the first name of a certificate.

    A certificate takes at most 64 characters in it.
    """
    for key, domain in _moved(scope).items():
        names = [region_domain(domain, region).name for region in scope.environment.running_regions]
        longest = max(names, key=len)
        if len(domain.name) <= _LONGEST_FIRST_NAME < len(longest):
            expected = f"a name of at most {_LONGEST_FIRST_NAME - len(longest) + len(domain.name)} characters"
            hint = f"Route 53 asks each region under a name of its own, {longest}, and ACM takes {_LONGEST_FIRST_NAME}"
            related = (scope.at("disaster_recovery", "mode"),)
            yield Finding(
                scope.at("services", key, "domain", "name"), expected, f"{len(domain.name)}", hint, related=related
            )


def checkers_are_let_through(scope: Scope) -> Iterator[Finding]:
    """Refuse a limit of requests that Route 53's checkers could reach: being refused, they would move the names."""
    edge, moved = scope.environment.edge, _moved(scope)
    limit = edge.rate_limit_per_5_minutes if edge else None
    least = _REQUESTS_PER_5_MINUTES * len(moved)
    if limit is not None and limit < least:
        expected = f"{least} or more, since Route 53's checkers ask about {_REQUESTS_PER_5_MINUTES} times for each name"
        related = (scope.at("disaster_recovery", "mode"),)
        yield Finding(scope.at("edge", "rate_limit_per_5_minutes"), expected, f"{limit}", related=related)


def _moved(scope: Scope) -> dict[str, Domain]:
    """Return the names that Route 53 leads elsewhere by itself, by the keys of the services that decide."""
    return served_domains(scope.environment.services) if switches_by_itself(scope.environment) else {}
