"""The bucket of release evidence: what was approved, checked and applied, kept from everybody's hands."""

from __future__ import annotations

from collections.abc import Sequence

from relinfra_constructs import aws
from relinfra_constructs.account.other_account import RemoteRole
from relinfra_constructs.cdk import Construct
from relinfra_constructs.key import EncryptionKey, EncryptionKeyProps
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props
from relinfra_constructs.storage.guarded_bucket import GuardedBucket, GuardedBucketProps
from relinfra_constructs.storage.object_lock import ObjectLock

__all__ = ["ONE_YEAR", "EvidenceBucket", "EvidenceBucketProps"]

ONE_YEAR = ObjectLock(days=365, mode="COMPLIANCE")
"""Evidence that the account's administrator can remove proves nothing against the administrator."""


class EvidenceBucketProps(Props):
    """Props of an `EvidenceBucket`: how long evidence is kept, and against whom.

    name: the bucket's name, unique among all of AWS.
    key_name: the alias of its key without `alias/`, such as `shop-evidence`.
    placement: account and region.
    lock: how long no version can be deleted, and by whom; `ONE_YEAR` by default, against everybody. Lowering it later
        spares what is there already. What must never have been written is made unreadable by disabling the key.
    remote_roles: roles of other accounts that write evidence.
    access_log_bucket: the id of the `LogBucket` that records who did what; None records nothing.
    """

    name: str
    key_name: str
    placement: Placement
    lock: ObjectLock = ONE_YEAR
    remote_roles: Sequence[RemoteRole] = ()
    access_log_bucket: str | None = None


class EvidenceBucket(Construct):
    """A bucket whose versions are locked when they are written. Outputs: `id`, `arn`, `key_arn`."""

    def __init__(self, scope: Construct, id: str, props: EvidenceBucketProps) -> None:
        super().__init__(scope, id)
        self.key_arn: str = EncryptionKey(self, "key", _key(props)).arn
        guarded = GuardedBucket(self, "bucket", _bucket(props, self.key_arn))
        self.id = guarded.id
        self.arn = guarded.arn
        aws.S3BucketObjectLockConfiguration(
            self,
            "evidence",
            bucket=self.id,
            rule={"default_retention": {"mode": props.lock.mode, "days": props.lock.days}},
            depends_on=[guarded.versioning],
        )


def _bucket(props: EvidenceBucketProps, key_arn: str) -> GuardedBucketProps:
    return GuardedBucketProps(
        name=props.name,
        terraform_name="evidence",
        placement=props.placement,
        key_arn=key_arn,
        # Versions go when nothing protects them any more; the lock outlasts an earlier date.
        expire_noncurrent_days=props.lock.days,
        access_log_bucket=props.access_log_bucket,
        statements=[statement for role in props.remote_roles for statement in role.admitted()],
        object_lock=True,
        prevent_destroy=True,
    )


def _key(props: EvidenceBucketProps) -> EncryptionKeyProps:
    return EncryptionKeyProps(
        name=props.key_name,
        terraform_name="evidence",
        description=f"Evidence of releases in {props.name}",
        placement=props.placement,
        statements=[statement for role in props.remote_roles for statement in role.admitted_to_key()],
    )
