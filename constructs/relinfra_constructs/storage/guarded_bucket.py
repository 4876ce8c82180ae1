"""A guarded bucket: encryption, TLS, ownership and no public access, as every bucket here has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.iam import Statement, document
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

if TYPE_CHECKING:
    from relinfra_constructs.aws import S3BucketLifecycleConfigurationRule as Rule

__all__ = ["GuardedBucket", "GuardedBucketProps", "bucket_arn"]

ABANDONED_UPLOAD_DAYS = 7
MINIMUM_TLS_VERSION = "1.2"


class GuardedBucketProps(Props):
    """Props in which guarded buckets differ.

    name: the bucket's name, unique among all of AWS.
    terraform_name: the Terraform name of the bucket and of everything belonging to it.
    placement: account and region of the bucket.
    key_arn: the KMS key of its objects; None for keys that S3 manages, where the writer cannot use another.
    versioning: whether overwritten and deleted objects are kept.
    expire_noncurrent_days: days an overwritten or deleted version is kept.
    expire_days: days until an object is deleted; None keeps objects until somebody deletes them.
    expire_prefix: beginning of the keys that `expire_days` is for; all of them by default.
    access_log_bucket: the id of the bucket that records who did what; None records nothing.
    statements: what the bucket policy says beside refusing connections without TLS 1.2.
    region: set to `placement.region` where the bucket lies outside the region of the stack's provider.
    object_lock: whether versions can be locked against deletion; AWS decides it when the bucket is made.
    prevent_destroy: whether Terraform refuses to destroy the bucket, whatever asks for it.
    """

    name: str
    terraform_name: str
    placement: Placement
    key_arn: str | None
    versioning: bool = True
    expire_noncurrent_days: int = 90
    expire_days: int | None = None
    expire_prefix: str = ""
    access_log_bucket: str | None = None
    statements: Sequence[Statement] = ()
    region: str | None = None
    object_lock: bool = False
    prevent_destroy: bool = False


class GuardedBucket(Construct):
    """A private, encrypted bucket that only TLS reaches, whose account owns all of it, and EventBridge hears.

    Outputs: `id` (the name as a reference), `arn`, and what others wait for: `policy` and `versioning`.
    """

    def __init__(self, scope: Construct, id: str, props: GuardedBucketProps) -> None:
        super().__init__(scope, id)
        self._props = props
        self._name = props.terraform_name
        bucket = aws.S3Bucket(
            self,
            self._name,
            bucket=props.name,
            region=props.region,
            object_lock_enabled=props.object_lock or None,
            lifecycle={"prevent_destroy": True} if props.prevent_destroy else None,
        )
        self.id: str = bucket.id
        self.arn: str = bucket.arn
        self.versioning = self._versioning()
        self._encryption()
        self.policy = self._access()
        self._lifecycle()
        self._access_log()
        aws.S3BucketNotification(self, self._name, bucket=self.id, eventbridge=True, region=props.region)

    def _versioning(self) -> aws.S3BucketVersioning:
        # Suspended rather than disabled: AWS takes no bucket back to never having had versions.
        status = "Enabled" if self._props.versioning else "Suspended"
        return aws.S3BucketVersioning(
            self,
            self._name,
            bucket=self.id,
            versioning_configuration={"status": status},
            region=self._props.region,
        )

    def _encryption(self) -> None:
        key = self._props.key_arn
        aws.S3BucketServerSideEncryptionConfiguration(
            self,
            self._name,
            bucket=self.id,
            rule=[
                {
                    "apply_server_side_encryption_by_default": (
                        {"sse_algorithm": "aws:kms", "kms_master_key_id": key} if key else {"sse_algorithm": "AES256"}
                    ),
                    # One call to KMS for many objects.
                    "bucket_key_enabled": key is not None,
                }
            ],
            region=self._props.region,
        )

    def _access(self) -> aws.S3BucketPolicy:
        aws.S3BucketOwnershipControls(
            self,
            self._name,
            bucket=self.id,
            rule={"object_ownership": "BucketOwnerEnforced"},
            region=self._props.region,
        )
        block = aws.S3BucketPublicAccessBlock(
            self,
            self._name,
            bucket=self.id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            region=self._props.region,
        )
        return aws.S3BucketPolicy(
            self,
            self._name,
            bucket=self.id,
            policy=document(*_tls_only(self._props), *self._props.statements),
            region=self._props.region,
            # S3 refuses two changes of a bucket's access at the same time.
            depends_on=[block],
        )

    def _lifecycle(self) -> None:
        props = self._props
        aws.S3BucketLifecycleConfiguration(
            self,
            self._name,
            bucket=self.id,
            rule=_lifecycle_rules(props),
            region=props.region,
            depends_on=[self.versioning],
        )

    def _access_log(self) -> None:
        if self._props.access_log_bucket is not None:
            aws.S3BucketLogging(
                self,
                self._name,
                bucket=self.id,
                target_bucket=self._props.access_log_bucket,
                target_prefix=f"{self._props.name}/",
                region=self._props.region,
            )


def bucket_arn(placement: Placement, name: str) -> str:
    """Return the ARN of the bucket called `name`."""
    return placement.global_arn("s3", name)


def _lifecycle_rules(props: GuardedBucketProps) -> list[Rule]:
    clean_up: Rule = {
        "id": "clean-up",
        "status": "Enabled",
        "filter": {},
        "abort_incomplete_multipart_upload": {"days_after_initiation": ABANDONED_UPLOAD_DAYS},
        "expiration": {"expired_object_delete_marker": True},
        "noncurrent_version_expiration": {"noncurrent_days": props.expire_noncurrent_days},
    }
    if props.expire_days is None:
        return [clean_up]
    if not props.expire_prefix:
        return [{**clean_up, "expiration": {"days": props.expire_days}}]
    expire: Rule = {
        "id": "expire",
        "status": "Enabled",
        "filter": {"prefix": props.expire_prefix},
        "expiration": {"days": props.expire_days},
    }
    return [clean_up, expire]


def _tls_only(props: GuardedBucketProps) -> list[Statement]:
    arn = bucket_arn(props.placement, props.name)

    def deny(sid: str, operator: str, key: str, value: str) -> Statement:
        return Statement(
            sid=sid,
            effect="Deny",
            actions=["s3:*"],
            resources=[arn, f"{arn}/*"],
            principals={"AWS": ["*"]},
            conditions={operator: {key: value}},
        )

    return [
        deny("DenyWithoutTls", "Bool", "aws:SecureTransport", "false"),
        deny("DenyOldTls", "NumericLessThan", "s3:TlsVersion", MINIMUM_TLS_VERSION),
    ]
