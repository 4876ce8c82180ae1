"""What AWS documents of its services and no stack can say: how long they keep things, how soon they act."""

from __future__ import annotations

from typing import NamedTuple

from relinfra.evidence.fact import FileEvidence
from relinfra.evidence.sheet import Sheet

__all__ = ["collect"]

_DOCS = "https://docs.aws.amazon.com"


class _Documented(NamedTuple):
    name: str
    value: int
    unit: str
    page: str
    said: str


_PAGES = (
    _Documented(
        "metrics_kept",
        15,
        "months",
        "AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html",
        "one value an hour: 455 days (15 months)",
    ),
    _Documented("traces_kept", 30, "days", "general/latest/gr/xray.html", "retention of traces: 30 days"),
    _Documented(
        "password_rotation",
        7,
        "days",
        "AmazonRDS/latest/UserGuide/rds-secrets-manager.html",
        "rotated every seven days by default",
    ),
    _Documented(
        "restore_lag", 5, "minutes", "AmazonRDS/latest/UserGuide/USER_PIT.html", "logs are kept every five minutes"
    ),
    _Documented(
        "role_session",
        60,
        "minutes",
        "IAM/latest/APIReference/API_CreateRole.html",
        "MaxSessionDuration: one hour where not set",
    ),
    _Documented(
        "wait_tasks_stopped",
        10,
        "minutes",
        "cli/latest/reference/ecs/wait/tasks-stopped.html",
        "100 checks, 6 seconds apart",
    ),
    _Documented(
        "wait_services_stable",
        10,
        "minutes",
        "cli/latest/reference/ecs/wait/services-stable.html",
        "40 checks, 15 seconds apart",
    ),
    _Documented(
        "wait_deployment_successful",
        30,
        "minutes",
        "cli/latest/reference/deploy/wait/deployment-successful.html",
        "120 checks, 15 seconds apart",
    ),
    _Documented(
        "hook_answer",
        60,
        "minutes",
        "codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html",
        "failed if CodeDeploy is not notified by the validation function within one hour",
    ),
    _Documented(
        "spot_notice",
        2,
        "minutes",
        "AmazonECS/latest/developerguide/fargate-capacity-providers.html",
        "a warning two minutes before a Spot task is stopped",
    ),
    _Documented(
        "proxy_cpu",
        256,
        "cpu",
        "AmazonECS/latest/developerguide/service-connect-concepts-deploy.html",
        "adding 256 CPU units to the task for the Service Connect proxy",
    ),
    _Documented(
        "proxy_memory",
        64,
        "MiB",
        "AmazonECS/latest/developerguide/service-connect-concepts-deploy.html",
        "adding at least 64 MiB of memory to the task for the Service Connect proxy",
    ),
    _Documented(
        "alias_ttl",
        60,
        "seconds",
        "Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html",
        "time to live of an alias of a load balancer: 60 seconds",
    ),
)


def collect(sheet: Sheet) -> None:
    """Collect each with the page that says it."""
    for name, value, unit, page, said in _PAGES:
        evidence = FileEvidence(f"{_DOCS}/{page}", None, said)
        sheet.add(f"aws.{name}", value, evidence, unit=unit, how="documented")
