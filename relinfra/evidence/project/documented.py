"""Figures that AWS documents and no stack can say: how long services keep things, how soon they act."""

from __future__ import annotations

from typing import NamedTuple

from relinfra.evidence.fact import Figure, FileEvidence
from relinfra.evidence.facts import Everything
from relinfra.evidence.output import Output
from relinfra.evidence.record import Field
from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.project import AwsDocumentation, Project

__all__ = ["collect"]

_DOCS = "https://docs.aws.amazon.com"
_IAM_LOGIN = "AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html"


class _Documented(NamedTuple):
    field: Field[Figure]
    value: int
    page: str
    said: str


_PAGES = (
    _Documented(
        AwsDocumentation.metrics_kept,
        15,
        "AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html",
        "one value an hour: 455 days (15 months)",
    ),
    _Documented(
        AwsDocumentation.checkers_healthy,
        18,
        "Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html",
        "more than 18% of health checkers report that an endpoint is healthy",
    ),
    _Documented(AwsDocumentation.traces_kept, 30, "general/latest/gr/xray.html", "retention of traces: 30 days"),
    _Documented(
        AwsDocumentation.password_rotation,
        7,
        "AmazonRDS/latest/UserGuide/rds-secrets-manager.html",
        "rotated every seven days by default",
    ),
    _Documented(
        AwsDocumentation.restore_lag, 5, "AmazonRDS/latest/UserGuide/USER_PIT.html", "logs are kept every five minutes"
    ),
    _Documented(
        AwsDocumentation.role_session,
        60,
        "IAM/latest/APIReference/API_CreateRole.html",
        "MaxSessionDuration: one hour where not set",
    ),
    _Documented(
        AwsDocumentation.wait_tasks_stopped,
        10,
        "cli/latest/reference/ecs/wait/tasks-stopped.html",
        "100 checks, 6 seconds apart",
    ),
    _Documented(
        AwsDocumentation.wait_deployment_successful,
        30,
        "cli/latest/reference/deploy/wait/deployment-successful.html",
        "120 checks, 15 seconds apart",
    ),
    _Documented(
        AwsDocumentation.hook_answer,
        60,
        "codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html",
        "failed if CodeDeploy is not notified by the validation function within one hour",
    ),
    _Documented(
        AwsDocumentation.spot_notice,
        2,
        "AmazonECS/latest/developerguide/fargate-capacity-providers.html",
        "a warning two minutes before a Spot task is stopped",
    ),
    _Documented(
        AwsDocumentation.proxy_cpu,
        256,
        "AmazonECS/latest/developerguide/service-connect-concepts-deploy.html",
        "adding 256 CPU units to the task for the Service Connect proxy",
    ),
    _Documented(
        AwsDocumentation.proxy_memory,
        64,
        "AmazonECS/latest/developerguide/service-connect-concepts-deploy.html",
        "adding at least 64 MiB of memory to the task for the Service Connect proxy",
    ),
    _Documented(
        AwsDocumentation.alias_ttl,
        60,
        "Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html",
        "time to live of an alias of a load balancer: 60 seconds",
    ),
    _Documented(
        AwsDocumentation.managed_rotation,
        1,
        "secretsmanager/latest/userguide/rotate-secrets_managed.html",
        "rotation for managed secrets typically completes within one minute",
    ),
    _Documented(AwsDocumentation.database_token, 15, _IAM_LOGIN, "each token has a lifetime of 15 minutes"),
    _Documented(
        AwsDocumentation.iam_connections,
        200,
        _IAM_LOGIN,
        "when applications create fewer than 200 connections a second",
    ),
    _Documented(AwsDocumentation.iam_memory, 1000, _IAM_LOGIN, "between 300 and 1000 MiB extra memory on the database"),
)


def collect(output: Output, recorder: Recorder) -> None:
    """Collect each with the page that says it."""
    for field, value, page, said in _PAGES:
        recorder.at(Everything.project).at(Project.aws).add(
            field, value, FileEvidence(f"{_DOCS}/{page}", None, said), how="documented"
        )
