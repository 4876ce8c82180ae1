"""Ways in and out of tasks: each leads somewhere, and opens what is not open yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.models import Standby
from relinfra.matrix.rules.finding import Finding
from relinfra.reading.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.models import Opening
    from relinfra.matrix.rules.finding import Scope
    from relinfra.reading.problems import Path

__all__ = [
    "openings_are_new",
    "openings_have_a_way",
    "openings_lead_somewhere",
    "openings_name_who_calls",
    "openings_outlive_the_region",
    "ranges_of_ports_go_up",
]

_HTTPS = 443
_LARGEST = {4: 8, 6: 32}
"""The shortest prefix of a network that may call, by the version of IP."""


def openings_lead_somewhere(scope: Scope) -> Iterator[Finding]:
    """Demand that a name at the other end of a way is that of another service."""
    known = scope.environment.services
    for key, path, opening in _openings(scope):
        if opening.service and (opening.service == key or opening.service not in known):
            hint = nearest(opening.service, [name for name in known if name != key])
            related = (scope.at("services", opening.service),)
            yield Finding(path, "the key of another service", f"`{opening.service}`", hint, related)


def openings_are_new(scope: Scope) -> Iterator[Finding]:
    """Refuse ways that are open already: AWS takes no rule twice."""
    services = scope.environment.services
    opened: dict[tuple[object, ...], str] = {}
    for key, path, opening in _openings(scope):
        first, last = opening.ports
        out, into = (key, opening.peer) if opening.direction == "egress" else (opening.peer, key)
        way = (out, into, first, last, opening.protocol)
        called = services.get(into)
        if way in opened:
            yield Finding(path, "each way once", f"one that `{opened[way]}` opens", "remove it")
        elif opening.protocol == "tcp" and first == last == _HTTPS and opening.direction == "egress" and not called:
            if opening.network is None or opening.network.version == 4:  # noqa: PLR2004 - IPv4
                yield Finding(path, "a way that is not open", "HTTPS, which is open to everywhere", "remove it")
        elif called and out in services and into in services[out].connect.to and first == last == called.port:
            hint = f"`connect.to` of `{out}` opens it"
            yield Finding(path, "a way that is not open", f"port {first} of `{into}`", hint)
        opened[way] = f"services.{key}.{opening.direction}"


def openings_have_a_way(scope: Scope) -> Iterator[Finding]:
    """Refuse networks of IPv6 where there is none, and those of the internet without NAT."""
    network = scope.environment.network
    for _, path, opening in _openings(scope):
        other = opening.network
        if other is None or network.existing:
            continue
        if other.version == 6 and not network.ipv6:  # noqa: PLR2004 - IPv6
            hint, related = "set `network.ipv6: true`", (scope.at("network", "ipv6"),)
            yield Finding(path, "a network of IPv4: this one has no IPv6", f"`{other}`", hint, related)
        elif other.version == 4 and not other.is_private and network.nat == "none" and opening.direction == "egress":  # noqa: PLR2004 - IPv4
            hint, related = "give the network NAT", (scope.at("network", "nat"),)
            yield Finding(path, "a private network: without NAT no other is reached", f"`{other}`", hint, related)


def openings_name_who_calls(scope: Scope) -> Iterator[Finding]:
    """Refuse ways in for a large part of the internet."""
    for _, path, opening in _openings(scope):
        other = opening.network
        if opening.direction == "ingress" and other and other.prefixlen < _LARGEST[other.version]:
            hint = "name who calls; what everybody calls stands behind the load balancer"
            yield Finding(path, f"a network of at least /{_LARGEST[other.version]}", f"`{other}`", hint)


def openings_outlive_the_region(scope: Scope) -> Iterator[Finding]:
    """Refuse ids of security groups where services stand ready in another region, whose VPC does not know them."""
    plan = scope.environment.disaster_recovery
    for _, path, opening in _openings(scope):
        if opening.group and isinstance(plan, Standby):
            hint = f"name the network that it protects: the VPC in {plan.region} has other groups"
            yield Finding(path, "a network or a service", f"`{opening.group}`", hint, (scope.at("disaster_recovery"),))


def ranges_of_ports_go_up(scope: Scope) -> Iterator[Finding]:
    """Demand that the last port of a range comes after the first."""
    for _, path, opening in _openings(scope):
        if opening.last_port is not None and opening.last_port <= opening.port:
            yield Finding(
                path, f"a `last_port` above {opening.port}", f"{opening.last_port}", "leave it out for one port"
            )


def _openings(scope: Scope) -> Iterator[tuple[str, Path, Opening]]:
    for key, service in scope.environment.services.items():
        for index, opening in enumerate(service.egress):
            yield key, scope.at("services", key, "egress", index), opening
        for index, caller in enumerate(service.ingress):
            yield key, scope.at("services", key, "ingress", index), caller
