"""The recovery stack: what lies ready in the region that would take over."""

from __future__ import annotations

from collections.abc import Mapping

from relinfra.domain.names import copies_plan_name, member_name, replica_name, replication_role_name, vaults_prefix
from relinfra.domain.night import Night
from relinfra.matrix import AuroraPostgresql, DisasterRecovery, Environment, Postgres, Standby
from relinfra.stacks.data import DataStack
from relinfra.stacks.scope import StackScope
from relinfra.stacks.services.data import ServiceBucket
from relinfra.stacks.stack import EnvironmentStack
from relinfra_constructs.cdk import Construct
from relinfra_constructs.database.copied_snapshots import CopiedCluster
from relinfra_constructs.recovery.recovery import ColdStandby, ColdStandbyProps, ReplicatedDatabase
from relinfra_constructs.storage.bucket_replica import ReplicatedBucket

__all__ = ["RecoveryStack"]


class RecoveryStack(EnvironmentStack):
    """Outputs: `standby`; `buckets` as the services of the recovery region use them."""

    def __init__(
        self,
        app: Construct,
        scope: StackScope,
        environment: Environment,
        data: DataStack,
        plan: DisasterRecovery,
    ) -> None:
        target = scope.placement.in_region(plan.region)
        super().__init__(app, scope, "recovery", placement=target)
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
                    plan_name=copies_plan_name(member_name(scope.name, key)),
                )
                for key, database in environment.databases.items()
                if isinstance(database, AuroraPostgresql)
            },
            copy_hours=plan.copy_hours,
            buckets={
                key: ReplicatedBucket(
                    name=data.buckets[key].name,
                    replica_name=replica_name(scope.name, key, target.account),
                    role_name=replication_role_name(member_name(scope.name, key)),
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

    @staticmethod
    def is_needed(environment: Environment) -> bool:
        """Return whether anything is copied there: databases that follow are in the stack of those."""
        plan = environment.disaster_recovery
        return plan is not None and bool(environment.buckets or not isinstance(plan, Standby))
