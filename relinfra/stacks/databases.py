"""The engines a database of the matrix may have: the one place where they differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from relinfra.matrix import Database as DeclaredDatabase
from relinfra.matrix.naming import member_name
from relinfra.stacks.scope import StackScope
from relinfra_constructs.cdk import Construct
from relinfra_constructs.database.aurora import AuroraCluster, AuroraProps, aurora_log_groups
from relinfra_constructs.database.aurora_capacity import AuroraCapacity
from relinfra_constructs.database.database import Database
from relinfra_constructs.database.master_password import OwnPassword, SecretReplica
from relinfra_constructs.database.postgres import PostgresInstance, PostgresProps, postgres_log_groups
from relinfra_constructs.database.postgres_connections import maximum_connections
from relinfra_constructs.database.postgres_reader import reader_names
from relinfra_constructs.database.postgres_replica import Original, PostgresReplica
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.networking.existing_network import NetworkOutputs
from relinfra_constructs.observability.cluster_alarms import ClusterAlarms, ClusterAlarmsProps
from relinfra_constructs.observability.database_alarms import DatabaseAlarms, DatabaseAlarmsProps
from relinfra_constructs.observability.database_panels import ClusterPanel, DatabasePanel, Panel
from relinfra_constructs.placement import Placement

__all__ = ["DatabaseEngine", "Follower", "Ground", "engine_of", "engines_of", "followers_of"]

_READER_LAG_MINUTES = 10
"""RDS reports a lag of up to five minutes of a source that nobody writes to.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.Monitoring.html
"""


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What a database stands on: network, key, and how long its logs are kept.

    `standby_region` is where others follow it, and `standby_key_arn` the key there; None where nothing does.
    """

    network: NetworkOutputs
    key_arn: str
    log_retention_days: int
    standby_region: str | None = None
    standby_key_arn: str | None = None


class DatabaseEngine(Protocol):
    """A declared database, as its engine makes and watches it."""

    def log_groups(self) -> Sequence[str]:
        """Return the names of its log groups, which the key has to be opened to."""

    def create(self, stack: Construct, ground: Ground) -> Database:
        """Create it."""

    def watch(self, stack: Construct, topic_arn: str) -> Sequence[str]:
        """Create its alarms and return their ARNs."""

    def panel(self) -> Panel:
        """Return what the dashboard shows of it."""


class Follower(Protocol):
    """A declared database in the recovery region, where it follows the one that runs."""

    def log_groups(self) -> Sequence[str]:
        """Return the names of its log groups, which the key has to be opened to."""

    def follow(self, stack: Construct, ground: Ground, original: Database, source: Placement) -> Database:
        """Create it, following `original` of the region of `source`."""

    def watch_lag(self, stack: Construct, topic_arn: str, *, limit_minutes: float) -> Sequence[str]:
        """Create its alarms, and one for when it is further behind than it may be; return their ARNs."""


def followers_of(scope: StackScope, databases: Mapping[str, DeclaredDatabase]) -> dict[str, Follower]:
    """Return what follows each database by its key; the matrix refuses engines that cannot."""
    return {key: _Postgres(scope, key, database) for key, database in databases.items()}


def engine_of(scope: StackScope, key: str, database: DeclaredDatabase) -> DatabaseEngine:
    """Return the engine of a database by its key in the matrix."""
    return _ENGINES[database.engine](scope, key, database)


def engines_of(scope: StackScope, databases: Mapping[str, DeclaredDatabase]) -> dict[str, DatabaseEngine]:
    """Return the engine of each database by its key."""
    return {key: engine_of(scope, key, database) for key, database in databases.items()}


@dataclass(frozen=True)
class _Postgres:
    """An instance on RDS."""

    scope: StackScope
    key: str
    database: DeclaredDatabase

    @property
    def _name(self) -> str:
        return member_name(self.scope.name, self.key)

    @property
    def _storage_gib(self) -> int:
        assert self.database.storage_gib is not None, "refused when the matrix was loaded"
        return self.database.storage_gib

    @property
    def _reader_keys(self) -> Sequence[str]:
        return reader_names(self.key, self.database.reader_count)

    @property
    def _class(self) -> str:
        assert self.database.instance_class is not None, "refused when the matrix was loaded"
        return self.database.instance_class

    def log_groups(self) -> Sequence[str]:
        return postgres_log_groups(self._name, self.database.reader_count)

    def create(self, stack: Construct, ground: Ground) -> Database:
        readers, password = self.database.reader_count, self._own_password(ground)
        props = replace(self._props(ground), readers=readers, password=password)
        return PostgresInstance(stack, f"database-{self.key}", props)

    def _own_password(self, ground: Ground) -> OwnPassword | None:
        """Return a password where others follow the instance, which RDS refuses of one whose password it manages."""
        replica = None
        if ground.standby_region and ground.standby_key_arn:
            replica = SecretReplica(region=ground.standby_region, key_arn=ground.standby_key_arn)
        if replica is None and not self.database.reader_count:
            return None
        return OwnPassword(version=self.database.password_version or 1, replica=replica)

    def follow(self, stack: Construct, ground: Ground, original: Database, source: Placement) -> Database:
        found = Original(
            arn=original.arn,
            secret_arn=original.secret_arn,
            region=source.region,
            has_readers=original.reader_address is not None,
        )
        return PostgresReplica(stack, f"database-{self.key}", self._props(ground), found)

    def _props(self, ground: Ground) -> PostgresProps:
        database = self.database
        return PostgresProps(
            name=self._name,
            terraform_name=terraform_name(self.key),
            placement=self.scope.placement,
            vpc_id=ground.network.vpc_id,
            subnet_ids=ground.network.database_subnet_ids,
            key_arn=ground.key_arn,
            instance_class=self._class,
            storage_gib=self._storage_gib,
            max_storage_gib=database.max_storage_gib,
            insights=database.insights,
            version=database.version,
            multi_az=database.multi_az,
            backup_days=database.backup_days,
            deletion_protection=database.deletion_protection,
            log_retention_days=ground.log_retention_days,
        )

    def watch(self, stack: Construct, topic_arn: str) -> Sequence[str]:
        readers = [
            arn
            for key in self._reader_keys
            for arn in self._watch(stack, topic_arn, key, lag_minutes=_READER_LAG_MINUTES)
        ]
        return [*self._watch(stack, topic_arn, self.key), *readers]

    def watch_lag(self, stack: Construct, topic_arn: str, *, limit_minutes: float) -> Sequence[str]:
        return self._watch(stack, topic_arn, self.key, lag_minutes=limit_minutes)

    def _watch(self, stack: Construct, topic_arn: str, key: str, *, lag_minutes: float | None = None) -> Sequence[str]:
        name = member_name(self.scope.name, key)
        props = DatabaseAlarmsProps(
            name=name,
            key=terraform_name(key),
            identifier=name,
            storage_gib=self._storage_gib,
            topic_arn=topic_arn,
            maximum_connections=maximum_connections(self._class),
            lag_minutes=lag_minutes,
        )
        return DatabaseAlarms(stack, f"alarms-database-{key}", props).arns

    def panel(self) -> Panel:
        readers = [member_name(self.scope.name, key) for key in self._reader_keys]
        return DatabasePanel(title=self.key, identifier=self._name, readers=readers)


@dataclass(frozen=True)
class _Aurora:
    """A cluster of Aurora Serverless v2."""

    scope: StackScope
    key: str
    database: DeclaredDatabase

    @property
    def _name(self) -> str:
        return member_name(self.scope.name, self.key)

    @property
    def _capacity(self) -> AuroraCapacity:
        declared = self.database.capacity
        assert declared is not None, "refused when the matrix was loaded"
        return AuroraCapacity(
            min_acu=declared.min_acu,
            max_acu=declared.max_acu,
            seconds_until_auto_pause=declared.seconds_until_auto_pause,
        )

    def log_groups(self) -> Sequence[str]:
        return aurora_log_groups(self._name)

    def create(self, stack: Construct, ground: Ground) -> Database:
        database = self.database
        props = AuroraProps(
            name=self._name,
            terraform_name=terraform_name(self.key),
            placement=self.scope.placement,
            vpc_id=ground.network.vpc_id,
            subnet_ids=ground.network.database_subnet_ids,
            zones=ground.network.database_zones,
            key_arn=ground.key_arn,
            capacity=self._capacity,
            readers=database.reader_count,
            insights=database.insights,
            version=database.version,
            backup_days=database.backup_days,
            deletion_protection=database.deletion_protection,
            log_retention_days=ground.log_retention_days,
        )
        return AuroraCluster(stack, f"database-{self.key}", props)

    def watch(self, stack: Construct, topic_arn: str) -> Sequence[str]:
        props = ClusterAlarmsProps(
            name=self._name,
            key=terraform_name(self.key),
            identifier=self._name,
            capacity=self._capacity,
            readers=self.database.reader_count,
            topic_arn=topic_arn,
        )
        return ClusterAlarms(stack, f"alarms-database-{self.key}", props).arns

    def panel(self) -> Panel:
        return ClusterPanel(title=self.key, identifier=self._name)


_ENGINES: Mapping[str, Callable[[StackScope, str, DeclaredDatabase], DatabaseEngine]] = {
    "postgres": _Postgres,
    "aurora-postgresql": _Aurora,
}
