"""The recovery stack: what lies ready in the region that would take over."""

from __future__ import annotations

from collections.abc import Mapping

from relinfra.domain.names import (
    copies_name,
    copies_plan_name,
    copies_vault_name,
    database_name,
    member_name,
    replica_name,
    replication_role_name,
    vaults_prefix,
)
from relinfra.domain.night import Night
from relinfra.matrix import AuroraPostgresql, DisasterRecovery, Environment, Postgres, Standby
from relinfra.matrix.models.formerly import named_after
from relinfra.stacks.data import DataStack
from relinfra.stacks.databases import engines_of
from relinfra.stacks.scope import StackScope
from relinfra.stacks.services.data import ServiceBucket
from relinfra.stacks.stack import EnvironmentStack
from relinfra_constructs.cdk import Construct
from relinfra_constructs.database.copied_snapshots import CopiedCluster
from relinfra_constructs.key import KeyService, logs_service
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.observability.topic import AlertTopic, AlertTopicProps, alert_key_services
from relinfra_constructs.placement import Placement
from relinfra_constructs.recovery.copy_ages import CopyAges, CopyAgesProps, ReplicatedBackup, VaultCopy
from relinfra_constructs.recovery.recovery import ColdStandby, ColdStandbyProps, ReplicatedDatabase
from relinfra_constructs.recovery.replication_alarms import ReplicationAlarmProps, replication_late
from relinfra_constructs.storage.bucket_replica import ReplicatedBucket

__all__ = ["RecoveryStack"]


class RecoveryStack(EnvironmentStack):
    """Outputs: `standby`; `topic` of its alarms; `buckets` as the services of the recovery region use them."""

    def __init__(
        self,
        app: Construct,
        scope: StackScope,
        environment: Environment,
        data: DataStack,
        plan: DisasterRecovery,
    ) -> None:
        target = scope.placement.in_region(plan.region)
        super().__init__(app, scope.kept_elsewhere, "recovery", placement=target)
        self._plan, self._environment = plan, environment
        props = ColdStandbyProps(
            name=scope.name,
            copies_name=vaults_prefix(scope.name),
            first_hour=Night(environment.timezone).snapshot_hour,
            source=scope.placement,
            target=target,
            databases={
                key: ReplicatedDatabase(arn=data.databases[key].arn, backup_days=database.backup_days)
                for key, database in environment.databases.items()
                if isinstance(database, Postgres) and not isinstance(plan, Standby)
            },
            clusters={
                key: CopiedCluster(
                    arn=data.databases[key].arn,
                    key_arn=data.databases[key].key_arn,
                    kept_days=database.backup_days,
                    plan_name=copies_plan_name(member_name(scope.name, named_after(key, database))),
                )
                for key, database in environment.databases.items()
                if isinstance(database, AuroraPostgresql)
            },
            copy_hours=plan.copy_hours,
            key_services=[*alert_key_services(target), *self._restored_logs(target)],
            buckets={
                key: ReplicatedBucket(
                    name=data.buckets[key].name,
                    replica_name=replica_name(scope.name, named_after(key, bucket), target.account),
                    role_name=replication_role_name(member_name(scope.name, named_after(key, bucket))),
                    id=data.buckets[key].id,
                    key_arn=data.buckets[key].key_arn,
                    expire_noncurrent_days=bucket.expire_noncurrent_days,
                    expire_days=bucket.expire_days,
                    object_lock=bucket.object_lock is not None,
                )
                for key, bucket in environment.buckets.items()
                if bucket.versioning
            },
        )
        self.standby = ColdStandby(self, "standby", props)
        self.buckets: Mapping[str, ServiceBucket] = self.standby.replicas
        self.topic = self._topic(target)
        self._watch(props)

    def _restored_logs(self, target: Placement) -> list[KeyService]:
        """Return who writes the logs of the databases that are restored there, under the key of their backups."""
        plan, databases = self._plan, self._environment.databases
        if isinstance(plan, Standby) or plan.prepared_network is None:
            return []
        engines = engines_of(self.scope.recovery(plan.region), databases)
        groups = [group for _, engine in sorted(engines.items()) for group in engine.log_groups()]
        return [logs_service(target, *groups)] if groups else []

    def _topic(self, target: Placement) -> AlertTopic:
        """Create the topic of this region: the other one may be lost, and takes no alarms of another."""
        props = AlertTopicProps(
            name=f"{self.scope.name}-recovery-alerts",
            placement=target,
            kms_key_arn=self.standby.key_arn,
            emails=self._environment.observability.notify,
        )
        return AlertTopic(self, "topic", props)

    def _watch(self, props: ColdStandbyProps) -> None:
        """Watch every copy for being older than the recovery point that was promised."""
        limit, prefix = self._plan.rpo_minutes, self.scope.name
        for key, bucket in props.buckets.items():
            alarm = ReplicationAlarmProps(
                name=member_name(prefix, named_after(key, self._environment.buckets[key])),
                key=terraform_name(key),
                source=bucket.name,
                replica=bucket.replica_name,
                topic_arn=self.topic.arn,
            )
            replication_late(self, alarm, limit_minutes=limit)
        if props.databases or props.clusters:
            self._measure(props)

    def _measure(self, props: ColdStandbyProps) -> None:
        limit, prefix = self._plan.rpo_minutes, self.scope.name
        named = {key: named_after(key, database) for key, database in self._environment.databases.items()}
        ages = CopyAgesProps(
            name=copies_name(prefix),
            terraform_name="copies",
            placement=props.target,
            topic_arn=self.topic.arn,
            backups={
                key: ReplicatedBackup(
                    identifier=database_name(prefix, named[key]), named=named[key], limit_minutes=limit
                )
                for key in props.databases
            },
            recovery_points={
                key: VaultCopy(
                    identifier=database_name(prefix, named[key]),
                    named=named[key],
                    arn=cluster.arn,
                    vault=copies_vault_name(prefix),
                    limit_minutes=limit,
                )
                for key, cluster in props.clusters.items()
            },
        )
        CopyAges(self, "copy-ages", ages)

    @staticmethod
    def is_needed(environment: Environment) -> bool:
        """Return whether anything is copied there: databases that follow are in the stack of those."""
        plan = environment.disaster_recovery
        return plan is not None and bool(environment.buckets or not isinstance(plan, Standby))
