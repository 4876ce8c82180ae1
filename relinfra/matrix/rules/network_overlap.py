"""Networks that must be told apart."""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import TYPE_CHECKING

from relinfra.matrix.rules.finding import Finding, scopes
from relinfra.reading.problems import render_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.content import MatrixContent
    from relinfra.matrix.rules.finding import Scope

__all__ = ["networks_are_distinct"]


def networks_are_distinct(matrix: MatrixContent) -> Iterator[Finding]:
    """Refuse networks of one account that overlap: they could never be connected.

    Changing the range of a VPC later destroys everything in it.

    In different accounts the same range is a plan that repeats, as when both inherit it from `defaults`; two
    different ranges that overlap are a mistake there too.
    """
    earlier: list[Scope] = []
    for scope in scopes(matrix):
        for other in earlier:
            if _clash(scope, other):
                yield _finding(scope, other)
                break
        earlier.append(scope)


def _clash(scope: Scope, other: Scope) -> bool:
    here, there = scope.environment, other.environment
    if here.network.existing or there.network.existing:
        return False
    same_plan = here.network.cidr == there.network.cidr and here.account != there.account
    return not same_plan and IPv4Network(here.network.cidr).overlaps(IPv4Network(there.network.cidr))


def _finding(scope: Scope, other: Scope) -> Finding:
    expected = f"a network for `{render_path(scope.path)}` that overlaps no other"
    found = f"{scope.environment.network.cidr}, which overlaps {other.environment.network.cidr} of "
    related = (other.at("network", "cidr"), other.at("account"), scope.at("account"))
    hint = "give it a range of its own, for example another 10.x.0.0/16"
    return Finding(scope.at("network", "cidr"), expected, f"{found}`{render_path(other.path)}`", hint, related)
