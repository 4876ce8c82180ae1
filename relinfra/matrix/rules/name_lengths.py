"""Names within AWS's limits once they are composed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from relinfra.matrix.models import AuroraPostgresql, Shifting, Standby
from relinfra.matrix.naming import bucket_name, load_balancer_logs_name, member_name, recovery_prefix, replica_name
from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.models import Environment
    from relinfra.matrix.rules.finding import Scope
    from relinfra.reading.problems import Path

__all__ = ["names_fit"]

_LIMITS = {
    "load balancer": 32,
    "target group": 32,
    "IAM role": 64,
    "database": 63,
    "bucket": 63,
    "cluster": 60,
    "backup plan": 50,  # instances are called after their cluster, with up to three letters more
}


class _Name(NamedTuple):
    path: Path
    kind: str
    text: str


def names_fit(scope: Scope) -> Iterator[Finding]:
    """Refuse keys with which AWS would find the name of a load balancer, role or bucket too long."""
    for name in _names(scope):
        limit = _LIMITS[name.kind]
        if len(name.text) > limit:
            expected = f"names that keep the {name.kind}'s own within {limit} characters"
            found = f"`{name.text}` of {len(name.text)}"
            yield Finding(name.path, expected, found, "shorten this key, the environment's or the project's name")


def _names(scope: Scope) -> Iterator[_Name]:
    environment, prefix = scope.environment, scope.prefix
    yield from _of_load_balancer(scope)
    yield from _of_services(scope, prefix)
    recovery = environment.disaster_recovery
    if isinstance(recovery, Standby):
        ready = recovery_prefix(prefix, recovery.region)
        yield from _of_services(scope, ready)
        for key in environment.databases:
            yield _Name(scope.at("databases", key), "database", member_name(ready, key))
            yield _Name(scope.at("databases", key), "IAM role", f"{member_name(ready, key)}-monitoring")
    for key, database in environment.databases.items():
        cluster = isinstance(database, AuroraPostgresql)
        yield _Name(scope.at("databases", key), "cluster" if cluster else "database", member_name(prefix, key))
        if cluster and recovery:
            yield _Name(scope.at("databases", key), "backup plan", f"{member_name(prefix, key)}-copies")
        yield _Name(scope.at("databases", key), "IAM role", f"{member_name(prefix, key)}-monitoring")
    yield from _of_buckets(scope, environment, environment.account)


def _of_load_balancer(scope: Scope) -> Iterator[_Name]:
    answering = {key: service for key, service in scope.environment.services.items() if service.public}
    for key, service in answering.items():
        suffix = "-alt" if isinstance(service.deployment, Shifting) else ""
        name = member_name(scope.regional_prefix, key)
        yield _Name(scope.at("services", key), "target group", name + suffix)
    if answering:
        yield _Name(scope.path, "load balancer", scope.regional_prefix)


def _of_services(scope: Scope, prefix: str) -> Iterator[_Name]:
    environment = scope.environment
    for key in environment.services:
        yield _Name(scope.at("services", key), "IAM role", f"{member_name(prefix, key)}-infrastructure")
    if any(service.public for service in environment.services.values()):
        yield _Name(scope.path, "bucket", load_balancer_logs_name(prefix, environment.account))


def _of_buckets(scope: Scope, environment: Environment, account: str) -> Iterator[_Name]:
    for key in environment.buckets:
        path = scope.at("buckets", key)
        yield _Name(path, "bucket", bucket_name(scope.prefix, key, account))
        if environment.disaster_recovery is not None:
            yield _Name(path, "bucket", replica_name(scope.prefix, key, account))
            yield _Name(path, "IAM role", f"{member_name(scope.prefix, key)}-replication")
    if environment.buckets:
        yield _Name(scope.path, "bucket", bucket_name(scope.prefix, "access-logs", account))
