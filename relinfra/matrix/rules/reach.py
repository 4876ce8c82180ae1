"""Whoever calls reaches whom it calls."""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import TYPE_CHECKING

from relinfra.matrix.reach import arrows, leads_out, tested
from relinfra.matrix.rules.finding import Finding
from relinfra.matrix.values.cidr import is_private

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.rules.finding import Scope
    from relinfra.reading.problems import Path

__all__ = [
    "addresses_are_those_of_the_network",
    "calls_of_tasks_have_a_way",
    "testers_come_from_the_internet",
    "testers_have_a_way",
]


def calls_of_tasks_have_a_way(scope: Scope) -> Iterator[Finding]:
    """Refuse calls out of a network that nothing leads out of, but through endpoints of AWS.

    Tasks would wait for an answer until they are given up.
    """
    if leads_out(scope.environment):
        return
    said: set[Path] = set()
    way = "way over IPv4" if scope.environment.network.ipv6 else "way"
    for arrow in arrows(scope.environment):
        if arrow.endpoints is None and arrow.path not in said:
            said.add(arrow.path)
            found = f"no {way} from {arrow.source} to {arrow.target} with `nat: none`"
            yield Finding(scope.at(*arrow.path), arrow.instead, found, arrow.hint, (scope.at("network", "nat"),))


def testers_have_a_way(scope: Scope) -> Iterator[Finding]:
    """Demand the networks of who tests where no NAT gateway of ours gives callers of the network an address.

    The load balancer has public addresses alone: nobody reaches it with one of the network's own range.
    """
    network = scope.environment.network
    if network.existing is None and network.nat != "none":
        return
    at = ("network", "existing") if network.existing else ("network", "nat")
    why = "the gateways of an existing network are not known here" if network.existing else "there is no NAT gateway"
    for path, rollout in tested(scope.environment):
        if not rollout.test_cidrs:
            expected = f"who may reach the test port {rollout.test_port}, since {why}"
            found = "no way from any caller to the test listener of the load balancer"
            hint = "name public addresses, such as `[203.0.113.0/24]`; with hooks, those that their functions call from"
            yield Finding(scope.at(*path, "test_cidrs"), expected, found, hint, (scope.at(*at),))


def testers_come_from_the_internet(scope: Scope) -> Iterator[Finding]:
    """Refuse private networks of testers: what calls the load balancer arrives with a public address."""
    for path, rollout in tested(scope.environment):
        for number, cidr in enumerate(rollout.test_cidrs or ()):
            if is_private(IPv4Network(cidr)):
                found = (
                    f"no way from {cidr} to the test listener of the load balancer, which has public addresses alone"
                )
                hint = "name what those callers have on the internet, such as the address of their NAT gateway"
                yield Finding(scope.at(*path, "test_cidrs", number), "a network of public addresses", found, hint)


def addresses_are_those_of_the_network(scope: Scope) -> Iterator[Finding]:
    """Refuse IPv6 in a network that is there already: its subnets may have none, and the load balancer needs it."""
    network = scope.environment.network
    if network.existing and network.ipv6:
        path, related = scope.at("network", "ipv6"), (scope.at("network", "existing"),)
        expected = "no `ipv6` beside `existing`, which says nothing of what its subnets have"
        found = "no way over IPv6 from users to the load balancer that relinfra could vouch for"
        yield Finding(path, expected, found, "delete this line, or set it to false here", related)
