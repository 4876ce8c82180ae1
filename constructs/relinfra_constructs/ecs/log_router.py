"""A sidecar that takes the application's log from ECS (FireLens) and sends it on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relinfra_constructs import aws
from relinfra_constructs.ecs.container import HealthTiming, Logs, LogTarget, health_check
from relinfra_constructs.ecs.task_roles import BucketAccess
from relinfra_constructs.iam import Statement
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

__all__ = [
    "ROUTER_IMAGE",
    "LogBucket",
    "LogRouterProps",
    "RoutedLogs",
    "router_definition",
    "router_log_group",
    "router_statements",
]

ROUTER_IMAGE = "public.ecr.aws/aws-observability/aws-for-fluent-bit:3.4.16"
"""AWS for Fluent Bit; its line 2 ended in June 2026."""

_CONFIGURATION = "/fluent-bit/configs/output-metrics-healthcheck.conf"
"""A file of the image; it opens the port that the health check asks, inside the task."""
_ALIVE = ["CMD", "curl", "-f", "http://127.0.0.1:2020/api/v1/uptime"]
_STOP_SECONDS = 60
"""That file gives what is not yet sent 30 seconds; ECS must not end it before."""


def router_log_group(service: str) -> str:
    """Return the log group of the router itself, which tells of failures to send."""
    return f"/ecs/{service}/log-router"


class LogBucket(Props):
    """A bucket that gets logs: its name, and what may be done with it."""

    name: str
    access: BucketAccess


class LogRouterProps(Props):
    """Props of a log router: the target of the application's log.

    bucket: gets it, gzipped, under `logs/SERVICE/`; the service's log group by default.
    exclude: lines that this regular expression matches go nowhere.
    image: AWS for Fluent Bit 3, with its tag or digest.
    """

    bucket: LogBucket | None = None
    exclude: str | None = None
    image: str = ROUTER_IMAGE


class RoutedLogs(Logs, Props):
    """A container's log by way of the router: one output of Fluent Bit, written as options of ECS's log driver."""

    service: str
    props: LogRouterProps
    target: LogTarget

    def configuration(self, prefix: str) -> dict[str, Any]:
        """Return ECS's `logConfiguration`."""
        excluded = {"exclude-pattern": aws.literal(self.props.exclude)} if self.props.exclude else {}
        output = self._bucket(self.props.bucket) if self.props.bucket else self._group(prefix)
        return {"logDriver": "awsfirelens", "options": {**output, "region": self.target.region, **excluded}}

    def _bucket(self, bucket: LogBucket) -> dict[str, str]:
        return {
            "Name": "s3",
            "bucket": bucket.name,
            "s3_key_format": f"/logs/{self.service}/%Y/%m/%d/%H%M%S-$UUID.gz",
            "compression": "gzip",
            # One request an object: no parts are left behind, and no right to read is needed.
            "use_put_object": "On",
            "total_file_size": "10M",
            "upload_timeout": "1m",
            # Buckets with object lock demand it.
            "send_content_md5": "On",
        }

    def _group(self, prefix: str) -> dict[str, str]:
        return {
            "Name": "cloudwatch_logs",
            "log_group_name": self.target.group,
            "log_stream_prefix": f"{prefix}/",
            "auto_create_group": "false",
        }


def router_definition(props: LogRouterProps, *, logs: LogTarget) -> dict[str, Any]:
    """Return the sidecar's definition. It is essential: a task that logs nowhere ends, for everybody to see.

    AWS supports it only as root, and says nothing of read-only root file systems or dropped capabilities, so it keeps
    what the image comes with.
    """
    return {
        "name": "log-router",
        "image": props.image,
        "essential": True,
        "user": "0",
        "memoryReservation": 64,
        "stopTimeout": _STOP_SECONDS,
        "firelensConfiguration": {
            "type": "fluentbit",
            "options": {
                "config-file-type": "file",
                "config-file-value": _CONFIGURATION,
                "enable-ecs-log-metadata": "true",
            },
        },
        "healthCheck": health_check(_ALIVE, HealthTiming()),
        "readonlyRootFilesystem": False,
        "logConfiguration": logs.configuration("router"),
    }


def router_statements(
    props: LogRouterProps, *, service: str, log_group_arn: str, placement: Placement
) -> Iterator[Statement]:
    """Return what a task needs to send its log: to add to the group, or to put objects below one prefix."""
    if props.bucket is None:
        yield Statement(
            sid="RouteLogs",
            actions=["logs:CreateLogStream", "logs:PutLogEvents"],
            resources=[f"{log_group_arn}:*"],
        )
        return
    access = props.bucket.access
    yield Statement(sid="RouteLogs", actions=["s3:PutObject"], resources=[f"{access.arn}/logs/{service}/*"])
    yield Statement(
        sid="SealLogs",
        actions=["kms:GenerateDataKey"],
        resources=[access.kms_key_arn],
        conditions={"StringEquals": {"kms:ViaService": placement.through("s3")}},
    )
