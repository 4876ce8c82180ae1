"""Ways in and out of tasks: each leads somewhere, and opens what is not open yet."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network
from typing import TYPE_CHECKING

from relinfra.matrix.reach import is_inside
from relinfra.matrix.rules.finding import Finding
from relinfra.matrix.values.cidr import is_private
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
_OF_A_VPC = 56
"""The prefix of the range of IPv6 that Amazon gives a VPC: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html"""
_UNIQUE_LOCAL = IPv6Network("fc00::/7")


def openings_lead_somewhere(scope: Scope) -> Iterator[Finding]:
    """Demand that a name at the other end of a way is that of another service.

    Its tasks are known by their security group, and a service has none but its own.
    """
    known = scope.environment.services
    for key, path, opening in _openings(scope):
        if opening.service and (opening.service == key or opening.service not in known):
            hint = nearest(opening.service, [name for name in known if name != key])
            target = scope.at("services", opening.service)
            found = f"`{opening.service}`"
            yield Finding(path, "the key of another service", found, hint, (target,), sought_in=target[:-1])


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
    """Refuse networks that no route leads to: of IPv6 where there is none, of the internet, and private ones.

    The port would be open, and nothing could come through.
    """
    network = scope.environment.network
    for key, path, opening in _openings(scope):
        other = opening.network
        if other is None or network.existing:
            continue
        if isinstance(other, IPv6Network):
            if not network.ipv6:
                hint, related = "set `network.ipv6: true`", (scope.at("network", "ipv6"),)
                yield Finding(path, "a network of IPv4: this one has no IPv6", f"`{other}`", hint, related)
            elif opening.direction == "ingress" and _LARGEST[6] <= other.prefixlen < _OF_A_VPC and not _is_local(other):
                found = f"no way from `{other}` to tasks of `{key}`"
                hint = "an egress-only gateway lets no connection in; let it call the domain of a service"
                yield Finding(path, "a part of the VPC's own range, or a unique local network", found, hint)
        elif not is_inside(network, other):
            yield from _beyond(scope, key, path, opening, other)


def _beyond(scope: Scope, key: str, path: Path, opening: Opening, other: IPv4Network) -> Iterator[Finding]:
    """Refuse a network outside of the VPC where nothing leads to it."""
    network, out = scope.environment.network, opening.direction == "egress"
    ends = (f"tasks of `{key}`", f"`{other}`") if out else (f"`{other}`", f"tasks of `{key}`")
    found = f"no way from {ends[0]} to {ends[1]}"
    routed = "name it in `network.routed` where a route made elsewhere leads there"
    if is_private(other):
        if network.routed:
            yield Finding(path, "one of the networks in `routed`", found, routed, (scope.at("network", "routed"),))
    elif not out and other.prefixlen >= _LARGEST[other.version]:
        hint = f"let it call the domain of a service, whose load balancer is public, or {routed}"
        yield Finding(path, "a private network: tasks have private addresses alone", found, hint)
    elif out and network.nat == "none":
        hint, related = f"give the network NAT, or {routed}", (scope.at("network", "nat"),)
        yield Finding(path, "a private network: without NAT no other is reached", found, hint, related)


def openings_name_who_calls(scope: Scope) -> Iterator[Finding]:
    """Refuse ways in for a large part of the internet.

    The load balancer is what the internet is let in by.
    """
    for _, path, opening in _openings(scope):
        other = opening.network
        if opening.direction == "ingress" and other and other.prefixlen < _LARGEST[other.version]:
            hint = "name who calls; what everybody calls stands behind the load balancer"
            yield Finding(path, f"a network of at least /{_LARGEST[other.version]}", f"`{other}`", hint)


def openings_outlive_the_region(scope: Scope) -> Iterator[Finding]:
    """Refuse ids of security groups where services stand ready in another region, whose VPC does not know them."""
    plan = scope.environment.disaster_recovery
    for _, path, opening in _openings(scope):
        if opening.group and plan and plan.prepared_network:
            hint = f"name the network that it protects: the VPC in {plan.region} has other groups"
            yield Finding(path, "a network or a service", f"`{opening.group}`", hint, (scope.at("disaster_recovery"),))


def ranges_of_ports_go_up(scope: Scope) -> Iterator[Finding]:
    """Demand that the last port of a range comes after the first.

    AWS takes no other.
    """
    for _, path, opening in _openings(scope):
        if opening.last_port is not None and opening.last_port <= opening.port:
            yield Finding(
                path, f"a `last_port` above {opening.port}", f"{opening.last_port}", "leave it out for one port"
            )


def _is_local(network: IPv6Network) -> bool:
    return network.subnet_of(_UNIQUE_LOCAL)


def _openings(scope: Scope) -> Iterator[tuple[str, Path, Opening]]:
    for key, service in scope.environment.services.items():
        for index, opening in enumerate(service.egress):
            yield key, scope.at("services", key, "egress", index), opening
        for index, caller in enumerate(service.ingress):
            yield key, scope.at("services", key, "ingress", index), caller
