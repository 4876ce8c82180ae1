"""Names within AWS's limits once they are composed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.domain.names import (
    Measured,
    access_logs_name,
    alternate_group_name,
    bucket_name,
    copies_plan_name,
    infrastructure_role_name,
    load_balancer_logs_name,
    member_name,
    migration_role_name,
    monitoring_role_name,
    recovery_prefix,
    replica_name,
    replication_role_name,
)
from relinfra.matrix.models import AuroraPostgresql, Shifting, Standby
from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.models import Environment
    from relinfra.matrix.rules.finding import Scope
    from relinfra.reading.problems import Path

__all__ = ["measured", "names_fit"]


def names_fit(scope: Scope) -> Iterator[Finding]:
    """Refuse keys with which AWS would find the name of a load balancer, role or bucket too long."""
    for path, name in measured(scope):
        if not name.fits:
            expected = f"names that keep the {name.kind}'s own within {name.limit} characters"
            found = f"`{name.text}` of {len(name.text)}"
            yield Finding(path, expected, found, "shorten this key, the environment's or the project's name")


def measured(scope: Scope) -> Iterator[tuple[Path, Measured]]:
    """Visit the names that are longest of their kind, each with the path of the key that leads to it."""
    environment, prefix = scope.environment, scope.prefix
    yield from _of_load_balancer(scope)
    yield from _of_services(scope, prefix)
    recovery = environment.disaster_recovery
    if isinstance(recovery, Standby):
        ready = recovery_prefix(prefix, recovery.region)
        yield from _of_services(scope, ready)
        for key in environment.databases:
            yield scope.at("databases", key), Measured("database", member_name(ready, key))
            yield scope.at("databases", key), Measured("IAM role", monitoring_role_name(member_name(ready, key)))
    for key, database in environment.databases.items():
        cluster = isinstance(database, AuroraPostgresql)
        yield scope.at("databases", key), Measured("cluster" if cluster else "database", member_name(prefix, key))
        if cluster and recovery:
            yield scope.at("databases", key), Measured("backup plan", copies_plan_name(member_name(prefix, key)))
        yield scope.at("databases", key), Measured("IAM role", monitoring_role_name(member_name(prefix, key)))
    yield from _of_buckets(scope, environment, environment.account)


def _of_load_balancer(scope: Scope) -> Iterator[tuple[Path, Measured]]:
    answering = {key: service for key, service in scope.environment.services.items() if service.public}
    for key, service in answering.items():
        name = member_name(scope.regional_prefix, key)
        longest = alternate_group_name(name) if isinstance(service.deployment, Shifting) else name
        yield scope.at("services", key), Measured("target group", longest)
    if answering:
        yield scope.path, Measured("load balancer", scope.regional_prefix)


def _of_services(scope: Scope, prefix: str) -> Iterator[tuple[Path, Measured]]:
    environment = scope.environment
    for key, service in environment.services.items():
        member = member_name(prefix, key)
        role = migration_role_name(member) if service.migration else infrastructure_role_name(member)
        yield scope.at("services", key), Measured("IAM role", role)
    if any(service.public for service in environment.services.values()):
        yield scope.path, Measured("bucket", load_balancer_logs_name(prefix, environment.account))


def _of_buckets(scope: Scope, environment: Environment, account: str) -> Iterator[tuple[Path, Measured]]:
    for key in environment.buckets:
        path = scope.at("buckets", key)
        yield path, Measured("bucket", bucket_name(scope.prefix, key, account))
        if environment.disaster_recovery is not None:
            yield path, Measured("bucket", replica_name(scope.prefix, key, account))
            yield path, Measured("IAM role", replication_role_name(member_name(scope.prefix, key)))
    if environment.buckets:
        yield scope.path, Measured("bucket", access_logs_name(scope.prefix, account))
