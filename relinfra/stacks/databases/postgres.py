"""PostgreSQL on RDS: an instance, its readers, and what follows it into another region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from relinfra.domain.names import database_name
from relinfra.matrix import Postgres
from relinfra.matrix.models.formerly import named_after
from relinfra.stacks.databases.engine import Ground, rotation_of
from relinfra.stacks.scope import StackScope
from relinfra_constructs.cdk import Construct
from relinfra_constructs.database.database import Database
from relinfra_constructs.database.master_password import OwnPassword, SecretReplica
from relinfra_constructs.database.postgres import PostgresInstance, PostgresProps, postgres_log_groups
from relinfra_constructs.database.postgres_connections import maximum_connections
from relinfra_constructs.database.postgres_reader import reader_names
from relinfra_constructs.database.postgres_replica import Original, PostgresReplica
from relinfra_constructs.database.restored_instance import RestoredInstance
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.observability.database_alarms import DatabaseAlarms, DatabaseAlarmsProps
from relinfra_constructs.observability.database_panels import DatabasePanel, Panel
from relinfra_constructs.placement import Placement

__all__ = ["PostgresEngine"]

_READER_LAG_MINUTES = 10
"""RDS reports a lag of up to five minutes of a source that nobody writes to.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.Monitoring.html
"""


@dataclass(frozen=True)
class PostgresEngine:
    """An instance on RDS."""

    scope: StackScope
    key: str
    database: Postgres

    @property
    def _name(self) -> str:
        return database_name(self.scope.name, named_after(self.key, self.database))

    @property
    def _readers(self) -> Mapping[str, str]:
        """The identifiers of its readers by their keys."""
        count = self.database.reader_count
        return dict(zip(reader_names(self.key, count), reader_names(self._name, count), strict=True))

    def log_groups(self) -> Sequence[str]:
        """Return the names of its log groups."""
        return postgres_log_groups(self._name, self.database.reader_count)

    def create(self, stack: Construct, ground: Ground) -> Database:
        """Create it with its readers."""
        return PostgresInstance(stack, f"database-{self.key}", self._whole(ground))

    def restore(self, stack: Construct, ground: Ground, backups_arn: str | None) -> Database:
        """Create it with its readers from replicated backups, as they are when it is made."""
        if backups_arn is None:
            raise ConstructError(f"{self._name}: expected the ARN of replicated backups, found none")
        return RestoredInstance(stack, f"database-{self.key}", self._whole(ground), backups_arn)

    def _whole(self, ground: Ground) -> PostgresProps:
        readers, password = self.database.reader_count, self._own_password(ground)
        return replace(self._props(ground), readers=readers, password=password)

    def _own_password(self, ground: Ground) -> OwnPassword | None:
        """Return a password where others follow the instance, which RDS refuses of one whose password it manages."""
        replica = None
        if ground.standby_region and ground.standby_key_arn:
            replica = SecretReplica(region=ground.standby_region, key_arn=ground.standby_key_arn)
        if replica is None and not self.database.reader_count:
            return None
        return OwnPassword(version=self.database.password_version or 1, replica=replica)

    def follow(self, stack: Construct, ground: Ground, original: Database, source: Placement) -> Database:
        """Create the replica that follows `original` of the region of `source`."""
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
            instance_class=database.instance_class,
            storage_gib=database.storage_gib,
            max_storage_gib=database.max_storage_gib,
            insights=database.insights,
            version=database.version,
            upgrade_from=database.upgrade_from,
            multi_az=database.multi_az,
            backup_days=database.backup_days,
            deletion_protection=database.deletion_protection,
            log_retention_days=ground.log_retention_days,
            backup_window=ground.night.backup_window,
            maintenance_window=ground.night.maintenance_window,
            rotation=rotation_of(database),
        )

    def watch(self, stack: Construct, topic_arn: str) -> Sequence[str]:
        """Create its alarms, and those of its readers, and return their ARNs."""
        readers = [
            arn
            for key, name in self._readers.items()
            for arn in self._watch(stack, topic_arn, key, name, lag_minutes=_READER_LAG_MINUTES)
        ]
        return [*self._watch(stack, topic_arn, self.key, self._name), *readers]

    def watch_lag(self, stack: Construct, topic_arn: str, *, limit_minutes: float) -> Sequence[str]:
        """Create the alarms of the replica and return their ARNs."""
        return self._watch(stack, topic_arn, self.key, self._name, lag_minutes=limit_minutes)

    def _watch(
        self, stack: Construct, topic_arn: str, key: str, name: str, *, lag_minutes: float | None = None
    ) -> Sequence[str]:
        props = DatabaseAlarmsProps(
            name=name,
            key=terraform_name(key),
            identifier=name,
            storage_gib=self.database.storage_gib,
            topic_arn=topic_arn,
            maximum_connections=maximum_connections(self.database.instance_class),
            lag_minutes=lag_minutes,
        )
        return DatabaseAlarms(stack, f"alarms-database-{key}", props).arns

    def panel(self) -> Panel:
        """Return its graphs."""
        return DatabasePanel(title=self.key, identifier=self._name, readers=list(self._readers.values()))
