"""The two roles of an ECS task: the execution role starts it, the task role is it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from relinfra_constructs.ecs.reading_secrets import secret_statements
from relinfra_constructs.ecs.secret import ResolvedSecret
from relinfra_constructs.iam import Statement
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

__all__ = ["BucketAccess", "execution_statements", "task_statements"]

_ECR_IMAGE = re.compile(
    r"(?P<account>\d{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.amazonaws\.[^/]+/(?P<repository>[^:@]+)"
)


class BucketAccess(Props):
    """A bucket the application reads and writes, and the key its objects are encrypted with."""

    arn: str
    kms_key_arn: str


def execution_statements(
    *,
    images: Sequence[str],
    log_group_arns: Sequence[str],
    secrets: Mapping[str, ResolvedSecret],
    placement: Placement,
) -> list[Statement]:
    """Return what ECS needs to start the task: pull these images, write these logs, read these secrets."""
    return [
        *_pull(images),
        Statement(
            sid="WriteLogs",
            actions=["logs:CreateLogStream", "logs:PutLogEvents"],
            resources=[f"{arn}:*" for arn in log_group_arns],
        ),
        *secret_statements(list(secrets.values()), placement),
    ]


def task_statements(*, buckets: Mapping[str, BucketAccess], tracing: bool, placement: Placement) -> list[Statement]:
    """Return what the application itself may do: use its buckets and send its traces."""
    access = [buckets[name] for name in sorted(buckets)]
    return [*_use_buckets(access, placement), *(_send_traces() if tracing else ())]


def _pull(images: Sequence[str]) -> Iterator[Statement]:
    # A public registry asks for no permission.
    found = [match for image in images if (match := _ECR_IMAGE.match(image))]
    if not found:
        return
    # The token belongs to the registry, not to a repository: AWS takes only `*` here.
    yield Statement(sid="LogInToRegistry", actions=["ecr:GetAuthorizationToken"], resources=["*"])
    repositories = [
        Placement(account=match["account"], region=match["region"]).arn("ecr", f"repository/{match['repository']}")
        for match in found
    ]
    yield Statement(
        sid="PullImage",
        actions=["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        resources=list(dict.fromkeys(repositories)),
    )


def _use_buckets(buckets: Sequence[BucketAccess], placement: Placement) -> Iterator[Statement]:
    if not buckets:
        return
    yield Statement(
        sid="ListBuckets",
        actions=["s3:GetBucketLocation", "s3:ListBucket"],
        resources=[bucket.arn for bucket in buckets],
    )
    yield Statement(
        sid="UseObjects",
        actions=["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
        resources=[f"{bucket.arn}/*" for bucket in buckets],
    )
    yield Statement(
        sid="UseBucketKeys",
        actions=["kms:Decrypt", "kms:GenerateDataKey"],
        resources=list(dict.fromkeys(bucket.kms_key_arn for bucket in buckets)),
        conditions={"StringEquals": {"kms:ViaService": placement.through("s3")}},
    )


def _send_traces() -> Iterator[Statement]:
    # X-Ray has no resources to name for these actions: AWS takes only `*`.
    yield Statement(
        sid="SendTraces",
        actions=[
            "xray:GetSamplingRules",
            "xray:GetSamplingTargets",
            "xray:PutTelemetryRecords",
            "xray:PutTraceSegments",
        ],
        resources=["*"],
    )
