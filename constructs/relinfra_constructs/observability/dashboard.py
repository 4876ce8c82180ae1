"""The page somebody on call opens first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.observability.canary import CANARY_NAMESPACE, STEP_NAME
from relinfra_constructs.observability.database_panels import Panel
from relinfra_constructs.observability.metrics import TargetMetrics
from relinfra_constructs.observability.widgets import COLUMNS, Graph, Line, alarm_status, heading
from relinfra_constructs.props import Props

__all__ = ["Dashboard", "DashboardProps", "ServicePanel"]


class ServicePanel(Props):
    """A service on the dashboard.

    title: what people call it; cluster_name, service_name: physical names; metrics: None for a worker.
    error_rate_percent, p95_latency_ms: drawn as the lines that must not be crossed.
    canary_name: `Canary.name` of the check from outside; None, the default, where there is none.
    """

    title: str
    cluster_name: str
    service_name: str
    metrics: TargetMetrics | None
    error_rate_percent: float
    p95_latency_ms: float
    canary_name: str | None = None


class DashboardProps(Props):
    """Props of a dashboard: the services and databases it shows.

    name: physical name, such as `shop-production`.
    region: of everything shown.
    alarm_arns: whose state stands on top.
    """

    name: str
    region: str
    alarm_arns: Sequence[str]
    services: Sequence[ServicePanel] = ()
    databases: Sequence[Panel] = ()


class Dashboard(Construct):
    """Alarms first, then a row of what users see and one of what runs, for each service; then the databases.

    Outputs: `name`.
    """

    def __init__(self, scope: Construct, id: str, props: DashboardProps) -> None:
        super().__init__(scope, id)
        body = json.dumps({"widgets": _widgets(props)}, sort_keys=True, separators=(",", ":"))
        dashboard = aws.CloudwatchDashboard(self, "main", dashboard_name=props.name, dashboard_body=body)
        self.name: str = dashboard.dashboard_name


def _widgets(props: DashboardProps) -> list[dict[str, Any]]:
    rows: list[list[dict[str, Any]]] = []
    if props.alarm_arns:
        rows.append([alarm_status("Alarms", props.alarm_arns)])
    for service in props.services:
        rows.append([heading(service.title)])
        if service.metrics is not None:
            rows.append(_row(props.region, _answers(service, service.metrics)))
        if service.canary_name is not None:
            rows.append(_row(props.region, _from_outside(service.canary_name)))
        rows.append(_row(props.region, _tasks(service)))
    for database in props.databases:
        rows.append([heading(f"Database {database.title}")])
        rows.append(_row(props.region, database.graphs()))
    return list(_placed(rows))


def _row(region: str, graphs: Sequence[Graph]) -> list[dict[str, Any]]:
    return [graph.widget(region, width=COLUMNS // len(graphs)) for graph in graphs]


def _placed(rows: Iterable[Sequence[dict[str, Any]]]) -> Iterable[dict[str, Any]]:
    top = 0
    for row in rows:
        left = 0
        for widget in row:
            yield {**widget, "x": left, "y": top}
            left += widget["width"]
        top += max(widget["height"] for widget in row)


def _answers(service: ServicePanel, metrics: TargetMetrics) -> list[Graph]:
    group = ("AWS/ApplicationELB", {"LoadBalancer": metrics.load_balancer})
    requests = [
        Line(group[0], "RequestCount", {**group[1], "TargetGroup": target}, "Sum") for target in metrics.target_groups
    ]
    return [
        Graph("Requests a minute, by target group", requests),
        Graph("5xx, percent", metrics.error_percent(), limit=service.error_rate_percent),
        Graph("p95, seconds", metrics.p95_seconds(), limit=service.p95_latency_ms / 1000),
    ]


def _from_outside(canary_name: str) -> list[Graph]:
    run = {"CanaryName": canary_name}
    request = {**run, "StepName": STEP_NAME}
    return [
        Graph("Public URL: good answers, percent", [Line(CANARY_NAMESPACE, "SuccessPercent", run, "Average")]),
        Graph("Public URL: latency, milliseconds", [Line(CANARY_NAMESPACE, "Duration", request, "Average")]),
    ]


def _tasks(service: ServicePanel) -> list[Graph]:
    names = {"ClusterName": service.cluster_name, "ServiceName": service.service_name}
    insights = "ECS/ContainerInsights"
    return [
        Graph(
            "Tasks: wanted and running",
            [
                Line(insights, "DesiredTaskCount", names, "Average"),
                Line(insights, "RunningTaskCount", names, "Average"),
            ],
        ),
        Graph("CPU, percent", [Line("AWS/ECS", "CPUUtilization", names, s) for s in ("Average", "Maximum")]),
        Graph(
            "Memory, percent",
            [Line("AWS/ECS", "MemoryUtilization", names, s) for s in ("Average", "Maximum")],
        ),
    ]
