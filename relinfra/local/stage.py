"""One local stage: what of the matrix a developer's machine needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from relinfra.domain.names import fitted, member_name
from relinfra.errors import UsageError
from relinfra.local.databases import LocalDatabase, LocalPostgres, LocalSqlite
from relinfra.local.names import OBJECT_STORE, SQLITE_VOLUME, database_container, health_container, migration_container
from relinfra.local.object_store import ObjectStore
from relinfra.local.settings import Settings
from relinfra.matrix import LocalEnvironment
from relinfra.reading.finding import Finding
from relinfra.reading.nearest import nearest

if TYPE_CHECKING:
    from relinfra.matrix import LocalService, Matrix

__all__ = ["LocalStage", "chosen_stage"]

_BUCKET_LENGTH = 63


@dataclass(frozen=True)
class LocalStage:
    """An environment with `target: compose`, whose containers have names that no two share."""

    matrix: Matrix
    environment: LocalEnvironment

    @property
    def name(self) -> str:
        """The name of the project in Compose: `shop-local`."""
        return f"{self.matrix.project}-{self.environment.name}"

    @property
    def services(self) -> Mapping[str, LocalService]:
        """The services by key."""
        return self.environment.services

    @cached_property
    def settings(self) -> Settings:
        """The variables of `.env`."""
        return Settings(self.environment)

    @cached_property
    def databases(self) -> Mapping[str, LocalDatabase]:
        """The stand-in of each database, by key."""
        return {key: self._database(key, said) for key, said in self.environment.databases.items()}

    @cached_property
    def object_store(self) -> ObjectStore | None:
        """The S3-compatible store, None where there are no buckets."""
        keys = self.environment.buckets
        named = {key: fitted(member_name(self.name, key), _BUCKET_LENGTH) for key in keys}
        return ObjectStore(named, self.environment.region, self.settings.object_store) if keys else None

    @property
    def migrating(self) -> tuple[str, ...]:
        """The keys of the services that have a migration, in the order in which those run."""
        return tuple(key for key, service in self.services.items() if service.migration)

    def asked_from_outside(self, key: str) -> bool:
        """Whether a container beside the service asks for its health, as the load balancer does on AWS."""
        service = self.services[key]
        return service.public and service.health_check.command is None

    def check(self) -> None:
        """Raise `MatrixError` where two containers would share a name."""
        clashes = tuple(self._clashes())
        if clashes:
            raise self.matrix.refusal(clashes)

    def _database(self, key: str, said: Mapping[str, Any]) -> LocalDatabase:
        if self.environment.database == "sqlite":
            return LocalSqlite(key)
        has_reader = said.get("engine") == "aurora-postgresql" or bool(said.get("readers"))
        return LocalPostgres(key, str(said["version"]), self.settings.password(key), has_reader)

    def _clashes(self) -> Iterator[Finding]:
        taken = dict(self._beside())
        for key in self.services:
            if key in taken:
                hint = "name it otherwise, or remove it here with null"
                path = ("environments", self.environment.name, "services", key)
                yield Finding(path, "another key", f"`{key}`, the name of {taken[key]}", hint)

    def _beside(self) -> Iterator[tuple[str, str]]:
        """Yield what has a container beside the services, by the name of that."""
        yield from ((migration_container(key), f"the migration of `{key}`") for key in self.migrating)
        asked = (key for key in self.services if self.asked_from_outside(key))
        yield from ((health_container(key), f"what asks `{key}` for its health") for key in asked)
        if self.environment.buckets:
            yield OBJECT_STORE, "the S3-compatible store"
        if self.environment.database == "sqlite":
            yield SQLITE_VOLUME, "the volume of SQLite"
        else:
            yield from ((database_container(key), f"the database `{key}`") for key in self.environment.databases)


def chosen_stage(matrix: Matrix, name: str | None = None) -> LocalStage:
    """Return the local stage of a matrix that is called `name`, or the only one.

    Raises `UsageError` where it has none or several, `MatrixError` where one cannot be written.
    """
    local = {key: one for key, one in matrix.environments.items() if isinstance(one, LocalEnvironment)}
    if not local:
        hint = "for example `local: {target: compose, database: postgres}` under `environments`"
        raise UsageError(f"{matrix.file}: expected an environment with `target: compose`, found none; {hint}")
    if name is None and len(local) > 1:
        raise UsageError(f"expected the name of an environment, since several run here: {', '.join(local)}")
    chosen = name or next(iter(local))
    if chosen not in local:
        raise UsageError(f"expected an environment with `target: compose`, found `{chosen}`; {nearest(chosen, local)}")
    stage = LocalStage(matrix, local[chosen])
    stage.check()
    return stage
