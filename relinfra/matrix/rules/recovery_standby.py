"""Services and networks that stand ready in a recovery region."""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import TYPE_CHECKING

from relinfra.matrix.problems import render_path
from relinfra.matrix.rules.finding import Finding, scopes
from relinfra.matrix.subnets import SMALLEST_VPC

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.matrix import Matrix
    from relinfra.matrix.models import DisasterRecovery
    from relinfra.matrix.problems import Path
    from relinfra.matrix.rules.finding import Scope

__all__ = [
    "recovery_network_is_distinct",
    "recovery_network_is_known",
    "standby_has_no_database",
    "standby_region_is_free",
]


def recovery_network_is_known(scope: Scope) -> Iterator[Finding]:
    """Demand a network, large enough for what runs, exactly where services stand ready."""
    recovery, own = scope.environment.disaster_recovery, scope.environment.network
    if recovery is None:
        return
    path, mode = scope.at("disaster_recovery", "network"), scope.at("disaster_recovery", "mode")
    if _standby(scope) is None:
        if recovery.network:
            yield Finding(path, f"no network with `{recovery.mode}`, which makes it when needed", related=(mode,))
    elif recovery.network is None:
        hint = "for example `network: {cidr: 10.21.0.0/16}`"
        yield Finding(path, f"the network that `{recovery.mode}` stands in", hint=hint, related=(mode,))
    else:
        least = SMALLEST_VPC if own.existing else min(IPv4Network(own.cidr).prefixlen, SMALLEST_VPC)
        if IPv4Network(recovery.network.cidr).prefixlen > least:
            expected = f"a network of at least /{least}, since everything may have to run in it"
            related = (scope.at("network", "cidr"),)
            yield Finding((*path, "cidr"), expected, recovery.network.cidr, related=related)


def recovery_network_is_distinct(matrix: Matrix) -> Iterator[Finding]:
    """Refuse a recovery network that overlaps the environment's own, or another one of the account."""
    taken = [
        (other, other.at("network", "cidr"), other.environment.network.cidr)
        for other in scopes(matrix)
        if not other.environment.network.existing
    ]
    for scope in scopes(matrix):
        recovery = _standby(scope)
        if recovery is None or recovery.network is None:
            continue
        path, cidr = scope.at("disaster_recovery", "network", "cidr"), recovery.network.cidr
        for other, place, range_ in taken:
            if other.environment.account == scope.environment.account and _overlap(cidr, range_):
                yield _overlapping(path, cidr, place, range_)
                break
        taken.append((scope, path, cidr))


def standby_has_no_database(scope: Scope) -> Iterator[Finding]:
    """Refuse a standby of services whose databases could not follow.

    RDS makes no read replica of a PostgreSQL database whose master password it manages, Aurora takes no such cluster
    into a global database, and backups become a database only when they are restored.
    """
    recovery = _standby(scope)
    if recovery and scope.environment.databases:
        expected = "`cold_standby` in an environment with databases"
        hint = "AWS lets no PostgreSQL database whose master password it manages follow another in a second region"
        related = (scope.at("databases"),)
        yield Finding(scope.at("disaster_recovery", "mode"), expected, f"`{recovery.mode}`", hint, related)


def standby_region_is_free(scope: Scope) -> Iterator[Finding]:
    """Refuse a standby where the environment runs already: the stacks would share their names."""
    recovery = _standby(scope)
    if recovery and recovery.region in scope.environment.regions:
        related = (scope.at("regions", recovery.region),)
        found = f"{recovery.region}, where the environment runs already"
        yield Finding(scope.at("disaster_recovery", "region"), "a region of its own", found, related=related)


def _standby(scope: Scope) -> DisasterRecovery | None:
    recovery = scope.environment.disaster_recovery
    return None if recovery is None or recovery.mode == "cold_standby" else recovery


def _overlap(one: str, other: str) -> bool:
    return IPv4Network(one).overlaps(IPv4Network(other))


def _overlapping(path: Path, cidr: str, place: Path, range_: str) -> Finding:
    found = f"{cidr}, which overlaps {range_} of `{render_path(place)}`"
    hint = "give it a range of its own, for example another 10.x.0.0/16"
    return Finding(path, "a network that overlaps no other of the account", found, hint, (place,))
