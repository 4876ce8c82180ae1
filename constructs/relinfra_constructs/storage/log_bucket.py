"""A bucket that AWS itself writes logs into: load balancers, and S3 about other buckets."""

from __future__ import annotations

from collections.abc import Sequence

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.iam import Statement
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props
from relinfra_constructs.storage.guarded_bucket import GuardedBucket, GuardedBucketProps, bucket_arn

__all__ = ["LogBucket", "LogBucketProps"]

OVERWRITTEN_LOG_DAYS = 30


class LogBucketProps(Props):
    """Props of a log bucket: who writes logs, and the days they stay.

    name: the bucket's name, unique among all of AWS.
    terraform_name: its Terraform name, such as `access_logs`.
    placement: account and region; a load balancer logs only into its own region.
    retention_days: days until a log is deleted, 365 by default.
    source_buckets: names of buckets whose S3 access logs arrive here, each under its own name as prefix.
    load_balancer_prefixes: prefixes under which load balancers of this account write.
    access_log_bucket: the id of another `LogBucket` that records who reads these logs, and names this bucket
        among its `source_buckets`; None, the default, records nothing.
    region: set to `placement.region` where the bucket lies outside the region of the stack's provider.
    """

    name: str
    terraform_name: str
    placement: Placement
    retention_days: int = 365
    source_buckets: Sequence[str] = ()
    load_balancer_prefixes: Sequence[str] = ()
    access_log_bucket: str | None = None
    region: str | None = None

    def __post_init__(self) -> None:
        """Refuse a bucket that nobody may write to. Raises ConstructError."""
        if not self.source_buckets and not self.load_balancer_prefixes:
            raise ConstructError(
                f"{self.name}: expected source_buckets or load_balancer_prefixes, found neither; "
                "name at least one writer of logs"
            )


class LogBucket(Construct):
    """A log sink encrypted with keys S3 manages, since log delivery supports no other.

    Outputs: `id`, `arn`, and `policy`, the resource a load balancer has to wait for.
    """

    def __init__(self, scope: Construct, id: str, props: LogBucketProps) -> None:
        super().__init__(scope, id)
        guarded = GuardedBucket(
            self,
            "bucket",
            GuardedBucketProps(
                name=props.name,
                terraform_name=props.terraform_name,
                placement=props.placement,
                key_arn=None,
                expire_noncurrent_days=OVERWRITTEN_LOG_DAYS,
                expire_days=props.retention_days,
                statements=_delivery(props),
                access_log_bucket=props.access_log_bucket,
                region=props.region,
            ),
        )
        self.id = guarded.id
        self.arn = guarded.arn
        self.policy: aws.S3BucketPolicy = guarded.policy


def _delivery(props: LogBucketProps) -> list[Statement]:
    statements = []
    if props.source_buckets:
        statements.append(_from_buckets(props))
    if props.load_balancer_prefixes:
        statements.append(_from_load_balancers(props))
    return statements


def _from_buckets(props: LogBucketProps) -> Statement:
    sink = bucket_arn(props.placement, props.name)
    sources = sorted(props.source_buckets)
    return Statement(
        sid="S3AccessLogs",
        actions=["s3:PutObject"],
        resources=[f"{sink}/{source}/*" for source in sources],
        principals={"Service": [props.placement.service_principal("logging.s3")]},
        conditions={
            "ArnLike": {"aws:SourceArn": [bucket_arn(props.placement, source) for source in sources]},
            "StringEquals": {"aws:SourceAccount": props.placement.account},
        },
    )


def _from_load_balancers(props: LogBucketProps) -> Statement:
    # The account in the path owns the load balancer: Elastic Load Balancing writes it itself, so nobody
    # else's load balancer fits. It documents no source condition for this principal.
    sink, account = bucket_arn(props.placement, props.name), props.placement.account
    return Statement(
        sid="LoadBalancerLogs",
        actions=["s3:PutObject"],
        resources=[f"{sink}/{prefix}/AWSLogs/{account}/*" for prefix in sorted(props.load_balancer_prefixes)],
        principals={"Service": [props.placement.service_principal("logdelivery.elasticloadbalancing")]},
    )
