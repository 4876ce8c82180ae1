"""The bucket of the Terraform state: every version of it, readable by the environments' own roles."""

from __future__ import annotations

from collections.abc import Sequence

from relinfra_constructs.account.other_account import RemoteRole
from relinfra_constructs.cdk import Construct
from relinfra_constructs.iam import Statement
from relinfra_constructs.key import EncryptionKey, EncryptionKeyProps
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props
from relinfra_constructs.storage.guarded_bucket import GuardedBucket, GuardedBucketProps, bucket_arn

__all__ = ["StateBucket", "StateBucketProps"]


class StateBucketProps(Props):
    """Props of a `StateBucket`: its place, and the roles of other accounts that reach it.

    name: the bucket's name, unique among all of AWS.
    key_name: the alias of its key without `alias/`, such as `shop-state`.
    placement: account and region.
    version_days: days a replaced state stays restorable, 365 by default.
    remote_roles: roles of other accounts; those of the bucket's own account need nothing but their own policy.
    access_log_bucket: the id of the `LogBucket` that records who did what; None records nothing.
    terraform_name: the Terraform name of bucket and key, `state` by default.
    region: set to `placement.region` where the bucket lies outside the region of the stack's provider.
    """

    name: str
    key_name: str
    placement: Placement
    version_days: int = 365
    remote_roles: Sequence[RemoteRole] = ()
    access_log_bucket: str | None = None
    terraform_name: str = "state"
    region: str | None = None


class StateBucket(Construct):
    """A versioned bucket under a key of its own, which Terraform refuses to destroy. Outputs: `id`, `arn`, `key_arn`.

    Locks are files beside the states (`use_lockfile`), so there is no table. The backend must leave `encrypt` out:
    with it Terraform asks for S3's own keys instead of the bucket's, which the bucket refuses.
    """

    def __init__(self, scope: Construct, id: str, props: StateBucketProps) -> None:
        super().__init__(scope, id)
        self.key_arn: str = EncryptionKey(self, "key", _key(props)).arn
        guarded = GuardedBucket(
            self,
            "bucket",
            GuardedBucketProps(
                name=props.name,
                terraform_name=props.terraform_name,
                placement=props.placement,
                key_arn=self.key_arn,
                expire_noncurrent_days=props.version_days,
                access_log_bucket=props.access_log_bucket,
                statements=[_only_its_key(props), *(one for role in props.remote_roles for one in role.admitted())],
                prevent_destroy=True,
                region=props.region,
            ),
        )
        self.id = guarded.id
        self.arn = guarded.arn


def _key(props: StateBucketProps) -> EncryptionKeyProps:
    return EncryptionKeyProps(
        name=props.key_name,
        terraform_name=props.terraform_name,
        description=f"Terraform state in {props.name}",
        placement=props.placement,
        statements=[statement for role in props.remote_roles for statement in role.admitted_to_key()],
        region=props.region,
    )


def _only_its_key(props: StateBucketProps) -> Statement:
    return Statement(
        sid="DenyOtherEncryption",
        effect="Deny",
        actions=["s3:PutObject"],
        resources=[f"{bucket_arn(props.placement, props.name)}/*"],
        principals={"AWS": ["*"]},
        conditions={
            "Null": {"s3:x-amz-server-side-encryption": "false"},
            "StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"},
        },
    )
