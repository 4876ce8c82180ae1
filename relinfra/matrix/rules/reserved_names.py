"""Keys whose resources would meet others under the same Terraform or physical name."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from relinfra.matrix.models import AuroraPostgresql, Postgres
from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.models import Database, Environment
    from relinfra.matrix.rules.finding import Scope
    from relinfra.reading.problems import Path

__all__ = ["keys_are_free"]

_SERVICES = {
    "endpoints": "the network's endpoints",
    "load-balancer": "the load balancer",
    "undelivered-alerts": "the alarm on alerts that do not arrive",
    "web-acl": "the web ACL",
}
_BUCKETS = {
    "access-logs": "the access logs",
    "load-balancer-logs": "the load balancer's logs",
    "synthetics": "the reports of checks from outside",
}
_BESIDE_SERVICE = (
    *("5xx", "p95", "cpu", "memory", "unhealthy-hosts", "healthy-hosts", "running-tasks", "secrets-unheard"),  # alarms
    *("missing-tasks", "restarts"),  # more alarms
    *("canary", "canary-failed", "canary-slow"),
    *("alt", "alternate", "rollback", "test"),  # the second target group and deployments
    *("region", "validation"),  # the DNS
    "log-router",
    "migration",  # the task that a release runs once
)
_BESIDE_DATABASE = ("connections", "cpu", "database", "storage")
_BESIDE_READER = ("", "-connections", "-cpu", "-replica-lag", "-storage")
_BESIDE_CLUSTER = (
    *("connections", "cpu", "database", "capacity", "memory", "reader-cpu", "reader-lag"),
    *(str(number) for number in range(1, 17)),  # its instances
)
_BESIDE_BUCKET = ("replica",)


def keys_are_free(scope: Scope) -> Iterator[Finding]:
    """Refuse a key that leads to names which relinfra gives itself, alone or beside another key.

    Services and databases share a name space: both name alarms.
    """
    for path, owner in _taken(scope.environment):
        yield Finding(scope.at(*path), "another key", f"`{path[-1]}`, which is taken by {owner}")


def _taken(environment: Environment) -> Iterator[tuple[Path, str]]:
    services, databases, buckets = environment.services, environment.databases, environment.buckets
    derived = {
        **{f"{key}-{suffix}": f"the service `{key}`" for key in services for suffix in _BESIDE_SERVICE},
        **{f"{key}-{suffix}": f"the database `{key}`" for key, one in databases.items() for suffix in _beside(one)},
    }
    replicas = {f"{key}-{suffix}": f"the bucket `{key}`" for key in buckets for suffix in _BESIDE_BUCKET}
    for section, keys, owners in (
        ("services", services, {**derived, **_SERVICES}),
        ("databases", databases, {**derived, **{key: f"the service `{key}`" for key in services}}),
        ("buckets", buckets, {**replicas, **_BUCKETS}),
    ):
        yield from (((section, key), owners[key]) for key in keys if key in owners)


def _beside(database: Database) -> tuple[str, ...]:
    match database:
        case AuroraPostgresql():
            return _BESIDE_CLUSTER
        case Postgres():
            readers = range(1, database.reader_count + 1)
            beside = (f"reader-{number}{suffix}" for number in readers for suffix in _BESIDE_READER)
            return (*_BESIDE_DATABASE, *beside)
        case _:
            assert_never(database)
