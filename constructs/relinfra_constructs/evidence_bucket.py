"""The bucket of release evidence: what was approved, checked and applied, kept from everybody's hands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.guarded_bucket import GuardedBucket, GuardedBucketProps
from relinfra_constructs.key import EncryptionKey, EncryptionKeyProps
from relinfra_constructs.other_account import RemoteRole
from relinfra_constructs.placement import Placement

__all__ = ["EvidenceBucket", "EvidenceBucketProps"]

_RETENTION_DAYS = range(1, 36_500 + 1)


@dataclass(frozen=True, kw_only=True)
class EvidenceBucketProps:
    """How long evidence is kept, and against whom.

    name: the bucket's name, unique among all of AWS.
    key_name: the alias of its key without `alias/`, such as `shop-evidence`.
    placement: account and region.
    retention_days: days no version can be deleted, 365 by default. Lowering it later spares what is there already.
    mode: `COMPLIANCE`, the default, holds against everybody: evidence that the account's administrator can remove
        proves nothing against the administrator. `GOVERNANCE` yields to whoever has `s3:BypassGovernanceRetention`.
        What must never have been written is made unreadable by disabling the key, in either mode.
    remote_roles: roles of other accounts that write evidence.
    access_log_bucket: the id of the `LogBucket` that records who did what; None records nothing.
    """

    name: str
    key_name: str
    placement: Placement
    retention_days: int = 365
    mode: Literal["COMPLIANCE", "GOVERNANCE"] = "COMPLIANCE"
    remote_roles: Sequence[RemoteRole] = ()
    access_log_bucket: str | None = None

    def __post_init__(self) -> None:
        """Refuse a retention S3 does not offer. Raises ConstructError."""
        if self.retention_days not in _RETENTION_DAYS:
            raise ConstructError(f"{self.name}: expected retention_days from 1 to 36500, found {self.retention_days}")


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
            rule={"default_retention": {"mode": props.mode, "days": props.retention_days}},
            depends_on=[guarded.versioning],
        )


def _bucket(props: EvidenceBucketProps, key_arn: str) -> GuardedBucketProps:
    return GuardedBucketProps(
        name=props.name,
        terraform_name="evidence",
        placement=props.placement,
        key_arn=key_arn,
        # Versions go when nothing protects them any more; the lock outlasts an earlier date.
        expire_noncurrent_days=props.retention_days,
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
