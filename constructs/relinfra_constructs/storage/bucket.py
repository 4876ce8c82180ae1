"""A bucket for an application's objects."""

from __future__ import annotations

from collections.abc import Sequence

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.iam import Statement
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props
from relinfra_constructs.storage.guarded_bucket import GuardedBucket, GuardedBucketProps
from relinfra_constructs.storage.object_lock import ObjectLock

__all__ = ["Bucket", "BucketProps"]


class BucketProps(Props):
    """Props of a bucket.

    name: the bucket's name, unique among all of AWS.
    terraform_name: its Terraform name, such as `assets`.
    placement: account and region.
    key_arn: the KMS key that encrypts its objects.
    versioning: whether overwritten and deleted objects are kept, True by default; replication needs it.
    expire_noncurrent_days: days an overwritten or deleted version is kept, 90 by default.
    expire_days: days until an object is deleted; None, the default, keeps it.
    expire_prefix: beginning of the keys that `expire_days` is for; all of them by default.
    object_lock: how long no version can be deleted; None, the default, locks nothing. S3 decides it when the bucket is
        made: given to one that exists, it replaces the bucket.
    access_log_bucket: the id of the `LogBucket` that records who did what; None records nothing.
    statements: additions to the bucket policy; none by default.
    """

    name: str
    terraform_name: str
    placement: Placement
    key_arn: str
    versioning: bool = True
    expire_noncurrent_days: int = 90
    expire_days: int | None = None
    expire_prefix: str = ""
    object_lock: ObjectLock | None = None
    access_log_bucket: str | None = None
    statements: Sequence[Statement] = ()

    def __post_init__(self) -> None:
        """Refuse a lock on what has no versions. Raises ConstructError."""
        if self.object_lock and not self.versioning:
            raise ConstructError(f"{self.name}: expected versioning with object_lock, which locks versions")


class Bucket(Construct):
    """A private bucket under a customer's key. Outputs: `id`, `arn`, `name` (plain text), `key_arn`."""

    def __init__(self, scope: Construct, id: str, props: BucketProps) -> None:
        super().__init__(scope, id)
        self.name = props.name
        self.key_arn = props.key_arn
        guarded = GuardedBucket(
            self,
            "bucket",
            GuardedBucketProps(
                name=props.name,
                terraform_name=props.terraform_name,
                placement=props.placement,
                key_arn=props.key_arn,
                versioning=props.versioning,
                expire_noncurrent_days=props.expire_noncurrent_days,
                expire_days=props.expire_days,
                expire_prefix=props.expire_prefix,
                access_log_bucket=props.access_log_bucket,
                statements=props.statements,
                object_lock=props.object_lock is not None,
            ),
        )
        self.id = guarded.id
        self.arn = guarded.arn
        if props.object_lock:
            aws.S3BucketObjectLockConfiguration(
                self,
                props.terraform_name,
                bucket=self.id,
                rule={"default_retention": {"mode": props.object_lock.mode, "days": props.object_lock.days}},
                depends_on=[guarded.versioning],
            )
