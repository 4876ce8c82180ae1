"""Metric math over the target groups of one service.

Under blue/green the two groups swap roles with every deployment, so nothing here looks at one of them alone:
requests and errors are summed over both, latency is the worse of the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from relinfra_constructs.props import Props

if TYPE_CHECKING:
    from relinfra_constructs.aws import CloudwatchMetricAlarmMetricQuery as Query

__all__ = ["PERIOD_SECONDS", "TargetMetrics", "missing_tasks", "refused_percent", "running_tasks"]

PERIOD_SECONDS = 60
_NAMESPACE = "AWS/ApplicationELB"


class TargetMetrics(Props):
    """The dimensions of the metrics of one service.

    load_balancer: `arn_suffix` of the load balancer.
    target_groups: `arn_suffix` of every target group of the service, one or two.
    shared_load_balancer: whether other services answer behind the same load balancer. The 5xx it answers
        itself (502, 503, 504: no healthy task, broken connection, timeout) name no target group: alone, a
        service is charged with them; shared, with failed connections to its own targets instead, so that no
        service is rolled back for its neighbour's outage.
    minimum_requests: requests a minute at and below which rates and percentiles say nothing; both are then 0.
    """

    load_balancer: str
    target_groups: Sequence[str]
    shared_load_balancer: bool = False
    minimum_requests: int = 20

    def error_percent(self) -> list[Query]:
        """Return the queries whose result is the percentage of requests answered with 5xx."""
        errors = self._each("target_5xx", "HTTPCode_Target_5XX_Count", "Sum")
        requests = self._each("requests", "RequestCount", "Sum")
        if self.shared_load_balancer:
            errors += self._each("connection_errors", "TargetConnectionErrorCount", "Sum")
        else:
            # RequestCount counts only requests that reached a target.
            own = self._query("load_balancer_5xx", "HTTPCode_ELB_5XX_Count", "Sum", {})
            errors, requests = [*errors, own], [*requests, own]
        total = _over("SUM", requests)
        rate = f"100 * FILL({_over('SUM', errors)}, 0) / {total}"
        result = _result("error_percent", self._guarded(total, rate), "5xx, percent of requests")
        return [*_unique([*errors, *requests]), result]

    def p95_seconds(self) -> list[Query]:
        """Return the queries whose result is the 95th percentile of the response time in seconds."""
        requests = self._each("requests", "RequestCount", "Sum")
        latencies = self._each("p95", "TargetResponseTime", "p95")
        value = self._guarded(_over("SUM", requests), _over("MAX", latencies))
        return [*requests, *latencies, _result("p95_seconds", value, "p95 response time, seconds")]

    def unhealthy_hosts(self) -> list[Query]:
        """Return the queries whose result is the number of targets that fail their health check."""
        hosts = self._each("unhealthy", "UnHealthyHostCount", "Maximum")
        return [*hosts, _result("unhealthy_hosts", _over("SUM", hosts), "Unhealthy tasks")]

    def healthy_hosts(self) -> list[Query]:
        """Return the queries whose result is the number of targets that pass it, missing where there is no target."""
        hosts = self._each("healthy", "HealthyHostCount", "Maximum")
        return [*hosts, _result("healthy_hosts", _over("SUM", hosts), "Healthy tasks")]

    def _guarded(self, requests: str, value: str) -> str:
        return f"IF({requests} > {self.minimum_requests}, {value}, 0)"

    def _each(self, name: str, metric: str, statistic: str) -> list[Query]:
        return [
            self._query(f"{name}_{number}", metric, statistic, {"TargetGroup": group})
            for number, group in enumerate(self.target_groups, start=1)
        ]

    def _query(self, name: str, metric: str, statistic: str, dimensions: dict[str, str]) -> Query:
        return {
            "id": name,
            "metric": {
                "namespace": _NAMESPACE,
                "metric_name": metric,
                "dimensions": {"LoadBalancer": self.load_balancer, **dimensions},
                "period": PERIOD_SECONDS,
                "stat": statistic,
            },
            "return_data": False,
        }


def running_tasks(cluster_name: str, service_name: str) -> list[Query]:
    """Return the query whose result is how many tasks of an ECS service run, as Container Insights counts them.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html
    """
    return [
        {
            "id": "running_tasks",
            "metric": {
                "namespace": "ECS/ContainerInsights",
                "metric_name": "RunningTaskCount",
                "dimensions": {"ClusterName": cluster_name, "ServiceName": service_name},
                "period": PERIOD_SECONDS,
                "stat": "Maximum",
            },
            "return_data": True,
        }
    ]


def missing_tasks(cluster_name: str, service_name: str) -> list[Query]:
    """Return the queries whose result is how many tasks of those that an ECS service is to have do not run."""
    [running] = running_tasks(cluster_name, service_name)
    metric = running["metric"]
    wanted: Query = {"id": "wanted_tasks", "metric": {**metric, "metric_name": "DesiredTaskCount"}}
    return [
        {**wanted, "return_data": False},
        {**running, "return_data": False},
        # A service that runs none reports what it wants, and may say nothing of what runs.
        _result("missing_tasks", "wanted_tasks - FILL(running_tasks, 0)", "Tasks that do not run"),
    ]


def refused_percent(load_balancer: str, *, minimum_requests: int = 20) -> list[Query]:
    """Return the queries whose result is the percentage of requests that a load balancer answered with 5xx itself.

    It has no healthy target then, or cannot speak with one: no target is charged with it. `RequestCount` counts what
    reached a target alone.
    """
    own, reached = (
        _balancer_query(load_balancer, name, metric)
        for name, metric in (("load_balancer_5xx", "HTTPCode_ELB_5XX_Count"), ("requests", "RequestCount"))
    )
    total = _over("SUM", [reached, own])
    rate = f"IF({total} > {minimum_requests}, 100 * FILL(load_balancer_5xx, 0) / {total}, 0)"
    return [own, reached, _result("refused_percent", rate, "5xx of the load balancer itself, percent of requests")]


def _balancer_query(load_balancer: str, name: str, metric: str) -> Query:
    return {
        "id": name,
        "metric": {
            "namespace": _NAMESPACE,
            "metric_name": metric,
            "dimensions": {"LoadBalancer": load_balancer},
            "period": PERIOD_SECONDS,
            "stat": "Sum",
        },
        "return_data": False,
    }


def _over(function: str, queries: Sequence[Query]) -> str:
    """Aggregate over the queries that have data; written with `+`, one without any would take all away."""
    ids = [query["id"] for query in queries]
    return ids[0] if len(ids) == 1 else f"{function}([{', '.join(ids)}])"


def _result(name: str, expression: str, label: str) -> Query:
    return {"id": name, "expression": expression, "label": label, "return_data": True}


def _unique(queries: Iterable[Query]) -> list[Query]:
    return list({query["id"]: query for query in queries}.values())
