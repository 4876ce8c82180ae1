"""Networks that must be told apart."""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import TYPE_CHECKING

from relinfra.matrix.rules.finding import Finding, scopes
from relinfra.reading.problems import render_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from relinfra.matrix.content import MatrixContent
    from relinfra.matrix.rules.finding import Scope
    from relinfra.reading.problems import Path

__all__ = ["free_range", "networks_are_distinct", "taken_ranges"]


def networks_are_distinct(matrix: MatrixContent) -> Iterator[Finding]:
    """Refuse networks of one account that overlap: they could never be connected.

    Changing the range of a VPC later destroys everything in it.

    In different accounts the same range is a plan that repeats, as when both inherit it from `defaults`; two
    different ranges that overlap are a mistake there too.
    """
    every = tuple(scopes(matrix))
    earlier: list[Scope] = []
    for scope in every:
        for other in earlier:
            if _clash(scope, other):
                yield _finding(scope, other, taken_ranges(every))
                break
        earlier.append(scope)


def _clash(scope: Scope, other: Scope) -> bool:
    here, there = scope.environment, other.environment
    if here.network.existing or there.network.existing:
        return False
    same_plan = here.network.cidr == there.network.cidr and here.account != there.account
    return not same_plan and IPv4Network(here.network.cidr).overlaps(IPv4Network(there.network.cidr))


def _finding(scope: Scope, other: Scope, taken: Iterable[str]) -> Finding:
    own, others, owner = scope.environment.network.cidr, other.environment.network.cidr, render_path(other.path)
    if own == others:
        found = f"{own}, which `{owner}` has in the same account"
        accounts: tuple[Path, ...] = (other.at("account"), scope.at("account"))
    else:
        found, accounts = f"{own}, which shares addresses with {others} of `{owner}`", ()
    expected = f"a range that only `{render_path(scope.path)}` has"
    free = free_range(own, taken)
    hint = f"for example {free}, which nobody here has" if free else ""
    return Finding(scope.at("network", "cidr"), expected, found, hint, (other.at("network", "cidr"), *accounts))


def taken_ranges(every: Iterable[Scope]) -> Iterator[str]:
    """Visit the range of every network, and of those that stand ready for recovery."""
    for scope in every:
        yield scope.environment.network.cidr
        recovery = scope.environment.disaster_recovery
        if recovery and recovery.prepared_network:
            yield recovery.prepared_network.cidr


def free_range(own: str, taken: Iterable[str]) -> str:
    """Return the next range after one that none of the others touches; nothing where all are taken."""
    others = [IPv4Network(cidr) for cidr in taken]
    ranges = [*IPv4Network("10.0.0.0/8").subnets(new_prefix=16)]
    after = [one for one in ranges if one > IPv4Network(own)]
    return next((str(one) for one in (*after, *ranges) if not any(map(one.overlaps, others))), "")
