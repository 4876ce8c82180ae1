"""Names within AWS's limits once they are composed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.domain.names import (
    Measured,
    access_logs_name,
    alternate_group_name,
    bucket_name,
    copies_plan_name,
    copies_vault_name,
    database_name,
    flow_logs_role_name,
    infrastructure_role_name,
    load_balancer_logs_name,
    load_balancer_name,
    member_name,
    migration_role_name,
    migration_task_name,
    monitoring_role_name,
    recovery_prefix,
    replica_name,
    replication_role_name,
    service_name,
    short_prefix,
    synthetics_bucket_name,
    target_group_name,
    weekly_vault_name,
)
from relinfra.matrix.models import AuroraPostgresql, Shifting
from relinfra.matrix.models.formerly import named_after
from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.content import MatrixContent
    from relinfra.matrix.models import Environment
    from relinfra.matrix.rules.finding import Scope
    from relinfra.reading.problems import Path

__all__ = ["measured", "names_fit", "short_names_are_distinct"]

_ELSEWHERE = ("load balancer", "target group")
"""Kinds whose short form begins with the short name of the environment."""


def names_fit(scope: Scope) -> Iterator[Finding]:
    """Refuse names of project and environment so long that not even short forms could say whose they are.

    Short forms are cut at their end: roles of the pipeline may touch what begins with project and environment.
    """
    for _, name in measured(scope):
        if not name.fits:
            expected = (
                f"names of project and environment that leave the {name.kind}'s own room in {name.limit} characters"
            )
            found = f"`{name.start}…` of {len(name.start)}, of which `{name.text}` is left"
            yield Finding(scope.path, expected, found, "shorten the environment's or the project's name")
            return


def short_names_are_distinct(matrix: MatrixContent) -> Iterator[Finding]:
    """Refuse a `short_name` with which names of two environments of an account would begin alike."""
    here = [(name, one) for name, one in matrix.environments.items() if one.target == "aws"]
    for name, environment in here:
        for other, beside in here:
            if other == name or beside.account != environment.account or environment.short_name is None:
                continue
            theirs = {f"{matrix.project}-{other}-", f"{_short(matrix, other, beside)}-"}
            if any(
                f"{environment.short_name}-".startswith(one) or one.startswith(f"{environment.short_name}-")
                for one in theirs
            ):
                found = f"`{environment.short_name}`, with which names of `{other}` begin too"
                yield Finding(("environments", name, "short_name"), "a short name of its own", found)
                break


def _short(matrix: MatrixContent, name: str, environment: Environment) -> str:
    return short_prefix(member_name(matrix.project, name), environment.short_name)


def measured(scope: Scope) -> Iterator[tuple[Path, Measured]]:
    """Visit the names that are longest of their kind, each with the path of the key that leads to it."""
    start = f"{scope.regional_prefix}-"
    for path, kind, text in (*_of_load_balancer(scope), *_composed(scope)):
        yield path, Measured(kind, text, "" if kind in _ELSEWHERE else start)


_Named = tuple["Path", str, str]


def _composed(scope: Scope) -> Iterator[_Named]:
    environment, prefix = scope.environment, scope.prefix
    yield from _of_services(scope, prefix)
    recovery = environment.disaster_recovery
    if environment.network.flow_logs and not environment.network.existing:
        yield scope.path, "IAM role", flow_logs_role_name(prefix)
    if recovery and recovery.prepared_network:
        ready = recovery_prefix(prefix, recovery.region)
        yield from _of_services(scope, ready)
        for key, database in environment.databases.items():
            name = database_name(ready, named_after(key, database))
            yield scope.at("databases", key), "database", name
            yield scope.at("databases", key), "IAM role", monitoring_role_name(name)
    for key, service in environment.services.items():
        if service.migration:
            task = migration_task_name(prefix, named_after(key, service))
            yield scope.at("services", key), "IAM role", migration_role_name(task)
    yield from _of_databases(scope)
    yield from _of_buckets(scope, environment.account)


def _of_load_balancer(scope: Scope) -> Iterator[_Named]:
    answering = {key: service for key, service in scope.environment.services.items() if service.public}
    short = short_prefix(scope.regional_prefix, scope.environment.short_name)
    for key, service in answering.items():
        name = target_group_name(scope.regional_prefix, short, named_after(key, service))
        yield scope.at("services", key), "target group", name
        if isinstance(service.deployment, Shifting):
            yield scope.at("services", key), "target group", alternate_group_name(name)
    if answering:
        yield scope.path, "load balancer", load_balancer_name(scope.regional_prefix, short)


def _of_services(scope: Scope, prefix: str) -> Iterator[_Named]:
    environment = scope.environment
    for key, service in environment.services.items():
        name = service_name(prefix, named_after(key, service))
        yield scope.at("services", key), "IAM role", infrastructure_role_name(name)
    if any(service.public for service in environment.services.values()):
        yield scope.path, "bucket", load_balancer_logs_name(prefix, environment.account)


def _of_databases(scope: Scope) -> Iterator[_Named]:
    environment, prefix = scope.environment, scope.prefix
    for key, database in environment.databases.items():
        path, named = scope.at("databases", key), named_after(key, database)
        name = database_name(prefix, named)
        cluster = isinstance(database, AuroraPostgresql)
        yield path, "cluster" if cluster else "database", name
        yield path, "IAM role", monitoring_role_name(name)
        if database.weekly_snapshots_kept:
            yield scope.path, "backup vault", weekly_vault_name(prefix)
        if cluster and environment.disaster_recovery:
            yield path, "backup plan", copies_plan_name(member_name(prefix, named))
            yield scope.path, "backup vault", copies_vault_name(prefix)


def _of_buckets(scope: Scope, account: str) -> Iterator[_Named]:
    environment = scope.environment
    for key, bucket in environment.buckets.items():
        path, named = scope.at("buckets", key), named_after(key, bucket)
        yield path, "bucket", bucket_name(scope.prefix, named, account)
        if environment.disaster_recovery is not None and bucket.versioning:
            yield path, "bucket", replica_name(scope.prefix, named, account)
            yield path, "IAM role", replication_role_name(member_name(scope.prefix, named))
    if environment.buckets:
        yield scope.path, "bucket", access_logs_name(scope.prefix, account)
    if any(service.synthetics and service.domain for service in environment.services.values()):
        yield scope.path, "bucket", synthetics_bucket_name(scope.prefix, account)
