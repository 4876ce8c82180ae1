"""PostgreSQL on Aurora Serverless v2."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from relinfra.domain.names import database_name, snapshot_variable
from relinfra.matrix import AuroraPostgresql
from relinfra.matrix.models.formerly import named_after
from relinfra.stacks.databases.engine import Ground, rotation_of
from relinfra.stacks.scope import StackScope
from relinfra_constructs.cdk import Construct, TerraformVariable
from relinfra_constructs.database.aurora import AuroraCluster, AuroraProps, aurora_log_groups
from relinfra_constructs.database.aurora_capacity import AuroraCapacity
from relinfra_constructs.database.database import Database
from relinfra_constructs.database.restored_cluster import RestoredCluster
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.observability.cluster_alarms import ClusterAlarms, ClusterAlarmsProps
from relinfra_constructs.observability.database_panels import ClusterPanel, Panel

__all__ = ["AuroraEngine"]


@dataclass(frozen=True)
class AuroraEngine:
    """A cluster of Aurora Serverless v2."""

    scope: StackScope
    key: str
    database: AuroraPostgresql

    @property
    def _name(self) -> str:
        return database_name(self.scope.name, named_after(self.key, self.database))

    @property
    def _capacity(self) -> AuroraCapacity:
        declared = self.database.capacity
        return AuroraCapacity(
            min_acu=declared.min_acu,
            max_acu=declared.max_acu,
            seconds_until_auto_pause=declared.seconds_until_auto_pause,
        )

    def log_groups(self) -> Sequence[str]:
        """Return the names of its log groups."""
        return aurora_log_groups(self._name)

    def create(self, stack: Construct, ground: Ground) -> Database:
        """Create it."""
        return AuroraCluster(stack, f"database-{self.key}", self._props(ground))

    def restore(self, stack: Construct, ground: Ground, backups_arn: str | None) -> Database:
        """Create it from a snapshot, which a variable names when it is made."""
        del backups_arn  # RDS replicates none of a cluster
        name = snapshot_variable(named_after(self.key, self.database))
        variable = TerraformVariable(
            stack,
            f"var.{name}",
            type="string",
            description=f"ARN of the copied snapshot that {self._name} is restored from; the runbook finds the newest.",
            nullable=False,
        )
        variable.override_logical_id(name)
        return RestoredCluster(stack, f"database-{self.key}", self._props(ground), variable.string_value)

    def _props(self, ground: Ground) -> AuroraProps:
        database = self.database
        return AuroraProps(
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
            upgrade_from=database.upgrade_from,
            backup_days=database.backup_days,
            deletion_protection=database.deletion_protection,
            log_retention_days=ground.log_retention_days,
            backup_window=ground.night.backup_window,
            maintenance_window=ground.night.maintenance_window,
            rotation=rotation_of(database),
        )

    def watch(self, stack: Construct, topic_arn: str) -> Sequence[str]:
        """Create its alarms and return their ARNs."""
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
        """Return its graphs."""
        return ClusterPanel(title=self.key, identifier=self._name)
