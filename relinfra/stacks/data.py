"""The data stack: what must survive every release."""

from __future__ import annotations

from collections.abc import Mapping

from relinfra.domain.names import access_logs_name, bucket_name, vaults_prefix
from relinfra.domain.night import Night
from relinfra.matrix import Bucket as DeclaredBucket
from relinfra.matrix import Environment
from relinfra.matrix.models.formerly import named_after
from relinfra.stacks.databases import Ground, engines_of, followers_of
from relinfra.stacks.scope import StackScope
from relinfra.stacks.stack import EnvironmentStack
from relinfra.stacks.standby import standby_databases, standby_region
from relinfra_constructs.cdk import Construct
from relinfra_constructs.database.backup import WeeklySnapshots, WeeklySnapshotsProps
from relinfra_constructs.database.database import Database
from relinfra_constructs.key import EncryptionKey, EncryptionKeyProps, logs_service
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.networking.existing_network import NetworkOutputs
from relinfra_constructs.storage.bucket import Bucket, BucketProps
from relinfra_constructs.storage.log_bucket import LogBucket, LogBucketProps
from relinfra_constructs.storage.object_lock import ObjectLock

__all__ = ["DataStack"]

_ACCESS_LOGS = "access-logs"


class DataStack(EnvironmentStack):
    """Outputs: `databases` and `buckets`, by their keys in the matrix.

    `standby_key_arn` is the key of databases in the recovery region, None where none follow there; it is made here,
    since master passwords are under it too.
    """

    def __init__(self, app: Construct, scope: StackScope, environment: Environment, network: NetworkOutputs) -> None:
        super().__init__(app, scope, "data")
        self._environment = environment
        self._engines = engines_of(scope, environment.databases)
        self._key_arn = self._key()
        ground = Ground(
            network=network,
            key_arn=self._key_arn,
            log_retention_days=environment.observability.log_retention_days,
            night=Night(environment.timezone),
            standby_region=standby_region(environment),
            standby_key_arn=self._standby_key(),
        )
        self.standby_key_arn: str | None = ground.standby_key_arn
        self.databases: Mapping[str, Database] = {
            key: engine.create(self, ground) for key, engine in self._engines.items()
        }
        self.buckets: Mapping[str, Bucket] = self._buckets()
        self._weekly_snapshots()

    @staticmethod
    def is_needed(environment: Environment) -> bool:
        """Return whether the environment keeps any data."""
        return bool(environment.databases or environment.buckets)

    def _key(self) -> str:
        placement = self.scope.placement
        groups = [group for _, engine in sorted(self._engines.items()) for group in engine.log_groups()]
        props = EncryptionKeyProps(
            name=f"{self.scope.name}-data",
            terraform_name="data",
            description=f"Databases and buckets of {self.scope.name}",
            placement=placement,
            services=[logs_service(placement, *groups)] if groups else [],
        )
        return EncryptionKey(self, "key", props).arn

    def _standby_key(self) -> str | None:
        region = standby_region(self._environment)
        if region is None:
            return None
        scope = self.scope.recovery(region)
        followers = followers_of(scope, standby_databases(self._environment.databases))
        groups = [group for _, follower in sorted(followers.items()) for group in follower.log_groups()]
        props = EncryptionKeyProps(
            name=f"{scope.name}-data",
            terraform_name="data_standby",
            description=f"Databases of {scope.name}, and their master passwords",
            placement=scope.placement,
            services=[logs_service(scope.placement, *groups)],
            region=region,
        )
        return EncryptionKey(self, "standby-key", props).arn

    def _buckets(self) -> dict[str, Bucket]:
        declared = self._environment.buckets
        if not declared:
            return {}
        names = {key: self._bucket_name(key) for key in declared}
        sink = LogBucket(
            self,
            _ACCESS_LOGS,
            LogBucketProps(
                name=access_logs_name(self.scope.name, self.scope.placement.account),
                terraform_name=terraform_name(_ACCESS_LOGS),
                placement=self.scope.placement,
                source_buckets=list(names.values()),
            ),
        )
        return {
            key: Bucket(
                self,
                f"bucket-{key}",
                BucketProps(
                    name=names[key],
                    terraform_name=terraform_name(key),
                    placement=self.scope.placement,
                    key_arn=self._key_arn,
                    versioning=bucket.versioning,
                    expire_noncurrent_days=bucket.expire_noncurrent_days,
                    expire_days=bucket.expire_days,
                    object_lock=_object_lock(bucket),
                    access_log_bucket=sink.id,
                ),
            )
            for key, bucket in declared.items()
        }

    def _bucket_name(self, key: str) -> str:
        named = named_after(key, self._environment.buckets[key])
        return bucket_name(self.scope.name, named, self.scope.placement.account)

    def _weekly_snapshots(self) -> None:
        kept: dict[int, list[str]] = {}
        for key, database in self._environment.databases.items():
            if database.weekly_snapshots_kept:
                kept.setdefault(database.weekly_snapshots_kept, []).append(self.databases[key].arn)
        for weeks, arns in kept.items():
            props = WeeklySnapshotsProps(
                name=vaults_prefix(self.scope.name),
                placement=self.scope.placement,
                key_arn=self._key_arn,
                resource_arns=arns,
                weeks_kept=weeks,
                schedule=Night(self._environment.timezone).snapshot_schedule,
            )
            WeeklySnapshots(self, f"weekly-snapshots-{weeks}", props)


def _object_lock(bucket: DeclaredBucket) -> ObjectLock | None:
    lock = bucket.object_lock
    if lock is None:
        return None
    return ObjectLock(mode="GOVERNANCE" if lock.mode == "governance" else "COMPLIANCE", days=lock.days)
