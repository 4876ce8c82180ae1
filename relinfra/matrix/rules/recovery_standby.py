"""Services and networks that stand ready in a recovery region."""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import TYPE_CHECKING

from relinfra.domain.exclusions import AURORA_AND_STANDBY
from relinfra.matrix.models import AuroraPostgresql, Postgres, Standby
from relinfra.matrix.models.engines.base import PASSWORD_OF_RDS
from relinfra.matrix.rules.finding import Finding, scopes
from relinfra.matrix.rules.network_overlap import free_range, taken_ranges
from relinfra.matrix.subnets import SMALLEST_VPC
from relinfra.reading.problems import render_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.content import MatrixContent
    from relinfra.matrix.rules.finding import Scope
    from relinfra.reading.problems import Path

__all__ = [
    "passwords_are_our_own",
    "recovery_network_is_distinct",
    "recovery_network_is_large_enough",
    "standby_databases_can_follow",
    "standby_region_is_free",
]

_WITHOUT_REPLICA_BACKUPS = "13"


def recovery_network_is_large_enough(scope: Scope) -> Iterator[Finding]:
    """Demand a network large enough for what runs, where services stand ready.

    Each task has an address of its own.
    """
    recovery, own = scope.environment.disaster_recovery, scope.environment.network
    there = recovery.prepared_network if recovery else None
    if there is None:
        return
    least = SMALLEST_VPC if own.existing else min(IPv4Network(own.cidr).prefixlen, SMALLEST_VPC)
    if IPv4Network(there.cidr).prefixlen > least:
        path, related = scope.at("disaster_recovery", "network", "cidr"), (scope.at("network", "cidr"),)
        expected = f"a network of at least /{least}, since everything may have to run in it"
        yield Finding(path, expected, there.cidr, related=related)


def recovery_network_is_distinct(matrix: MatrixContent) -> Iterator[Finding]:
    """Refuse a recovery network that overlaps the environment's own, or another one of the account.

    Networks that overlap could never be connected.
    """
    taken = [
        (other, other.at("network", "cidr"), other.environment.network.cidr)
        for other in scopes(matrix)
        if not other.environment.network.existing
    ]
    for scope in scopes(matrix):
        recovery = scope.environment.disaster_recovery
        if recovery is None or recovery.prepared_network is None:
            continue
        path, cidr = scope.at("disaster_recovery", "network", "cidr"), recovery.prepared_network.cidr
        for other, place, range_ in taken:
            if other.environment.account == scope.environment.account and _overlap(cidr, range_):
                yield _overlapping(path, cidr, place, range_, free_range(cidr, taken_ranges(scopes(matrix))))
                break
        taken.append((scope, path, cidr))


def standby_databases_can_follow(scope: Scope) -> Iterator[Finding]:
    """Refuse a standby of databases that cannot follow there, or not with backups of their own.

    An Aurora cluster follows only in a global database, which is not built here. RDS backs read replicas up from
    PostgreSQL 14 on.
    """
    recovery, mode = scope.environment.disaster_recovery, scope.at("disaster_recovery", "mode")
    if not isinstance(recovery, Standby):
        return
    for key, database in scope.environment.databases.items():
        if isinstance(database, AuroraPostgresql):
            related, expected = (scope.at("databases", key, "engine"),), "`cold_standby` in an environment with Aurora"
            yield Finding(mode, expected, recovery.spoken, AURORA_AND_STANDBY.effect, related)
        elif database.version.partition(".")[0] == _WITHOUT_REPLICA_BACKUPS:
            expected = f"version 14 or later with {recovery.spoken}: RDS makes no backups of earlier read replicas"
            yield Finding(scope.at("databases", key, "version"), expected, database.version, related=(mode,))


def passwords_are_our_own(scope: Scope) -> Iterator[Finding]:
    """Refuse to count passwords that RDS makes and rotates.

    They change without anybody raising a number.
    """
    if isinstance(scope.environment.disaster_recovery, Standby):
        return
    for key, database in scope.environment.databases.items():
        if isinstance(database, Postgres) and database.password_version is not None and not database.reader_count:
            expected, hint = PASSWORD_OF_RDS.expected, PASSWORD_OF_RDS.hint
            yield Finding(scope.at("databases", key, "password_version"), expected, hint=hint)


def standby_region_is_free(scope: Scope) -> Iterator[Finding]:
    """Refuse a standby where the environment runs already: the stacks would share their names."""
    recovery = scope.environment.disaster_recovery
    if recovery and recovery.prepared_network and recovery.region in scope.environment.regions:
        related = (scope.at("regions", recovery.region),)
        found = f"{recovery.region}, where the environment runs already"
        yield Finding(scope.at("disaster_recovery", "region"), "a region of its own", found, related=related)


def _overlap(one: str, other: str) -> bool:
    return IPv4Network(one).overlaps(IPv4Network(other))


def _overlapping(path: Path, cidr: str, place: Path, range_: str, free: str) -> Finding:
    shared = "has as well" if cidr == range_ else f"shares addresses with by its {range_}"
    found = f"{cidr}, which `{render_path(place)}` {shared}"
    hint = f"for example {free}, which nobody here has" if free else ""
    return Finding(path, "a range that nothing else in the account has", found, hint, (place,))
