"""A cold standby: what another region needs in store to take over, and nothing that runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from relinfra_constructs.cdk import Construct
from relinfra_constructs.database.copied_snapshots import (
    FIRST_HOUR,
    CopiedCluster,
    CopiedSnapshots,
    CopiedSnapshotsProps,
)
from relinfra_constructs.database.replicated_backups import ReplicatedBackups, ReplicatedBackupsProps
from relinfra_constructs.key import EncryptionKey, EncryptionKeyProps, KeyService
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props
from relinfra_constructs.storage.bucket_replica import BucketReplica, BucketReplicaProps, ReplicatedBucket

__all__ = ["ColdStandby", "ColdStandbyProps", "ReplicatedDatabase"]


class ReplicatedDatabase(Props):
    """A database instance as it exists already: its `arn`, and the `backup_days` its backups go back."""

    arn: str
    backup_days: int


class ColdStandbyProps(Props):
    """Props of recovery: the databases and buckets kept ready, and where.

    name: physical name prefix, such as `shop-production`.
    source: account and region that run.
    target: the same account and the region that would take over.
    first_hour: an hour in UTC at which clusters are copied, 8 by default.
    copies_name: prefix of the names of backup vaults, which AWS keeps to 50 characters; `name` by default.
    databases, clusters, buckets: by key, whose Terraform form (`_` for `-`) names the resources; none by default.
    copy_hours: hours between two copies of a cluster, 24 by default.
    time_control: whether S3 promises each copy within 15 minutes (at extra cost), True by default.
    key_services: AWS services that use the key there themselves, such as those of an `AlertTopic`; none by default.
    """

    name: str
    source: Placement
    target: Placement
    copies_name: str | None = None
    first_hour: int = FIRST_HOUR
    databases: Mapping[str, ReplicatedDatabase] = field(default_factory=dict)
    clusters: Mapping[str, CopiedCluster] = field(default_factory=dict)
    buckets: Mapping[str, ReplicatedBucket] = field(default_factory=dict)
    copy_hours: int = 24
    time_control: bool = True
    key_services: Sequence[KeyService] = ()


class ColdStandby(Construct):
    """Backups, objects and the key they are encrypted with, in the region that would take over.

    Outputs: `key_arn`, and by key `automated_backups_arns` and `replicas` of buckets. Every resource names its
    region, so the construct works in a stack of either region.
    """

    def __init__(self, scope: Construct, id: str, props: ColdStandbyProps) -> None:
        super().__init__(scope, id)
        self._props = props
        self.key_arn = EncryptionKey(
            self,
            "key",
            EncryptionKeyProps(
                name=f"{props.name}-recovery",
                terraform_name="recovery",
                description=f"Backups and objects of {props.name} kept for recovery",
                placement=props.target,
                region=props.target.region,
                services=props.key_services,
            ),
        ).arn
        self.automated_backups_arns = {
            key: self._backups(key, database) for key, database in sorted(props.databases.items())
        }
        if props.clusters:
            self._copies(props.clusters)
        self.replicas = {key: self._replica(key, bucket) for key, bucket in sorted(props.buckets.items())}

    def _backups(self, key: str, database: ReplicatedDatabase) -> str:
        props = ReplicatedBackupsProps(
            terraform_name=terraform_name(key),
            source_arn=database.arn,
            placement=self._props.target,
            key_arn=self.key_arn,
            retention_days=database.backup_days,
        )
        return ReplicatedBackups(self, f"{key}-backups", props).automated_backups_arn

    def _copies(self, clusters: Mapping[str, CopiedCluster]) -> None:
        props = CopiedSnapshotsProps(
            name=self._props.copies_name or self._props.name,
            source=self._props.source,
            target=self._props.target,
            key_arn=self.key_arn,
            clusters=clusters,
            interval_hours=self._props.copy_hours,
            first_hour=self._props.first_hour,
        )
        CopiedSnapshots(self, "copies", props)

    def _replica(self, key: str, bucket: ReplicatedBucket) -> BucketReplica:
        props = BucketReplicaProps(
            role_name=bucket.role_name or f"{self._props.name}-{key}-replication",
            terraform_name=terraform_name(key),
            source=bucket,
            source_placement=self._props.source,
            placement=self._props.target,
            key_arn=self.key_arn,
            time_control=self._props.time_control,
        )
        return BucketReplica(self, f"{key}-replica", props)
