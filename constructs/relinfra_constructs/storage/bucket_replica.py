"""A copy of a bucket in another region, kept up by S3 replication."""

from __future__ import annotations

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.iam import Statement, service_role
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props
from relinfra_constructs.storage.guarded_bucket import GuardedBucket, GuardedBucketProps, bucket_arn

__all__ = ["REPLICATION_RULE", "BucketReplica", "BucketReplicaProps", "ReplicatedBucket"]

REPLICATION_RULE = "everything"
REPLICATION_MINUTES = 15
"""The only bound S3 offers with replication time control."""


class ReplicatedBucket(Props):
    """The bucket that is copied, as it exists already: it must have versions.

    name: its name, as plain text.
    replica_name: the name of the copy, unique among all of AWS.
    id: its name as a reference, so that the replica waits for it.
    key_arn: the KMS key of its objects.
    expire_noncurrent_days: days it keeps overwritten versions; the replica does the same. 90 by default.
    expire_days: days until it deletes an object, which S3 does not replicate; the replica does the same. Never by
        default.
    object_lock: whether its versions can be locked; S3 then demands it of the replica, and replicates each lock.
    role_name: of the role in which S3 copies it; whoever makes the replica names it by default.
    """

    name: str
    replica_name: str
    id: str
    key_arn: str
    expire_noncurrent_days: int = 90
    expire_days: int | None = None
    object_lock: bool = False
    role_name: str | None = None


class BucketReplicaProps(Props):
    """Props of a bucket's replica: the bucket, and the other region.

    role_name: the name of the role that S3 copies with, at most 64 characters.
    terraform_name: the Terraform name of the source, such as `assets`; the replica's is `assets_replica`.
    source: the bucket that is copied.
    source_placement: account and region of the source.
    placement: account and region of the replica; the account is the source's.
    key_arn: the KMS key of the replica, in its region.
    time_control: whether S3 promises a copy within 15 minutes and measures it, for a fee; True by default.
    """

    role_name: str
    terraform_name: str
    source: ReplicatedBucket
    source_placement: Placement
    placement: Placement
    key_arn: str
    time_control: bool = True


class BucketReplica(Construct):
    """A replica bucket, and the replication that fills it from now on. Outputs: `id`, `arn`, `key_arn`.

    Every resource names its region, so the construct works in a stack of either region.
    """

    def __init__(self, scope: Construct, id: str, props: BucketReplicaProps) -> None:
        super().__init__(scope, id)
        self._props = props
        replica = GuardedBucket(
            self,
            "bucket",
            GuardedBucketProps(
                name=props.source.replica_name,
                terraform_name=f"{props.terraform_name}_replica",
                placement=props.placement,
                key_arn=props.key_arn,
                expire_noncurrent_days=props.source.expire_noncurrent_days,
                expire_days=props.source.expire_days,
                object_lock=props.source.object_lock,
                region=props.placement.region,
            ),
        )
        self.id = replica.id
        self.arn = replica.arn
        self.key_arn = props.key_arn
        self._replication(replica)

    def _replication(self, replica: GuardedBucket) -> None:
        props = self._props
        aws.S3BucketReplicationConfiguration(
            self,
            props.terraform_name,
            bucket=props.source.id,
            role=self._role().arn,
            rule=[
                {
                    "id": REPLICATION_RULE,
                    "status": "Enabled",
                    "priority": 0,
                    "filter": {},
                    "delete_marker_replication": {"status": "Enabled"},
                    "source_selection_criteria": {"sse_kms_encrypted_objects": {"status": "Enabled"}},
                    "destination": self._destination(replica),
                }
            ],
            region=props.source_placement.region,
            depends_on=[replica.versioning],
        )

    def _destination(self, replica: GuardedBucket) -> aws.S3BucketReplicationConfigurationRuleDestination:
        destination: aws.S3BucketReplicationConfigurationRuleDestination = {
            "bucket": replica.arn,
            "storage_class": "STANDARD",
            "encryption_configuration": {"replica_kms_key_id": self._props.key_arn},
        }
        if self._props.time_control:
            destination["replication_time"] = {"status": "Enabled", "time": {"minutes": REPLICATION_MINUTES}}
            destination["metrics"] = {
                "status": "Enabled",
                "event_threshold": {"minutes": REPLICATION_MINUTES},
            }
        return destination

    def _role(self) -> aws.IamRole:
        source = self._props.source_placement
        return service_role(
            self,
            f"{self._props.terraform_name}_replication",
            physical_name=self._props.role_name,
            placement=source,
            service="s3",
            source_account=source.account,
            source_arn=bucket_arn(source, self._props.source.name),
            source_if_sent=True,
            statements=[*self._object_statements(), *self._key_statements()],
        )

    def _object_statements(self) -> list[Statement]:
        source = bucket_arn(self._props.source_placement, self._props.source.name)
        replica = bucket_arn(self._props.placement, self._props.source.replica_name)
        return [
            Statement(actions=["s3:GetReplicationConfiguration", "s3:ListBucket"], resources=[source]),
            Statement(actions=_reading(self._props.source), resources=[f"{source}/*"]),
            Statement(
                actions=["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"],
                resources=[f"{replica}/*"],
            ),
        ]

    def _key_statements(self) -> list[Statement]:
        props = self._props
        source = bucket_arn(props.source_placement, props.source.name)
        replica = bucket_arn(props.placement, props.source.replica_name)
        return [
            _through_s3(["kms:Decrypt"], props.source.key_arn, props.source_placement, source),
            _through_s3(["kms:Encrypt", "kms:GenerateDataKey"], props.key_arn, props.placement, replica),
        ]


def _reading(source: ReplicatedBucket) -> list[str]:
    locks = ["s3:GetObjectLegalHold", "s3:GetObjectRetention"] if source.object_lock else []
    return [
        *locks,
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionTagging",
    ]


def _through_s3(actions: list[str], key_arn: str, placement: Placement, bucket: str) -> Statement:
    return Statement(
        actions=actions,
        resources=[key_arn],
        conditions={
            "StringEquals": {"kms:ViaService": placement.through("s3")},
            # With a bucket key the context is the bucket, without one the object.
            "StringLike": {"kms:EncryptionContext:aws:s3:arn": [bucket, f"{bucket}/*"]},
        },
    )
