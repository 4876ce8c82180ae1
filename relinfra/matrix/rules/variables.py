"""Every environment variable of a service has one source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.models import AuroraPostgresql, Postgres
from relinfra.matrix.models.formerly import named_after
from relinfra.matrix.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from relinfra.matrix.models import BaseService, Database, Environment, LocalEnvironment
    from relinfra.matrix.rules.finding import AnyScope, Scope

__all__ = ["secrets_are_told_apart", "variables_are_unambiguous"]

_CONNECTION = ("_HOST", "_PORT", "_NAME")
_READER_CONNECTION = (*_CONNECTION, "_READER_HOST")
_LOGIN = ("_USER", "_REGION")


def variables_are_unambiguous(scope: AnyScope) -> Iterator[Finding]:
    """Refuse a variable set twice: in the open, from a secret, to reach a database, to name a bucket."""
    for key, service in scope.environment.services.items():
        supplied = _supplied(service, scope.environment)
        for section, names in (("environment", service.environment), ("secrets", service.secrets)):
            for name in names:
                path = scope.at("services", key, section, name)
                if name in supplied:
                    found = f"`{name}`, which relinfra sets to {supplied[name]}"
                    yield Finding(path, "another variable", found, related=(scope.at("services", key, "secrets"),))
                elif section == "secrets" and name in service.environment:
                    found = f"`{name}` under `environment` as well"
                    other = scope.at("services", key, "environment", name)
                    yield Finding(path, "each variable once", found, related=(other,))


def secrets_are_told_apart(scope: Scope) -> Iterator[Finding]:
    """Refuse secrets that share a Terraform name, which is service and variable in lower case."""
    owners: dict[str, str] = {}
    for key, service in scope.environment.services.items():
        looked_up = [name for name, source in service.stored_secrets.items() if source.secret and not source.arn]
        for variable in looked_up:
            name = f"{key}_{variable}".replace("-", "_").lower()
            owner = owners.setdefault(name, f"{key}.secrets.{variable}")
            if owner != f"{key}.secrets.{variable}":
                found = f"`{variable}`, whose Terraform name `{name}` is that of `{owner}`"
                yield Finding(scope.at("services", key, "secrets", variable), "another variable", found)


def _supplied(service: BaseService, environment: Environment | LocalEnvironment) -> dict[str, str]:
    databases = environment.databases
    connections = {
        f"{variable}{suffix}": f"reach `{secret}`"
        for variable, secret in service.database_variables.items()
        for suffix in (
            *(_READER_CONNECTION if secret in databases and _has_reader(databases[secret]) else _CONNECTION),
            *(_LOGIN if variable in service.database_logins else ()),
        )
    }
    buckets = {
        f"BUCKET_{name.replace('-', '_').upper()}": f"name the bucket `{key}`"
        for key in service.buckets
        for name in (key, named_after(key, environment.buckets[key]) if key in environment.buckets else key)
    }
    return {**connections, **buckets}


def _has_reader(database: Database | Mapping[str, object]) -> bool:
    # The reader endpoint of a cluster answers without a reader too.
    return isinstance(database, AuroraPostgresql) or (isinstance(database, Postgres) and database.reader_count > 0)
