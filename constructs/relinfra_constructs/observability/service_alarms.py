"""Alarms of a service."""

from __future__ import annotations

from collections.abc import Sequence

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.errors import ConstructError
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.observability.metrics import PERIOD_SECONDS, TargetMetrics, missing_tasks, running_tasks
from relinfra_constructs.props import Props

__all__ = ["ServiceAlarms", "ServiceAlarmsProps", "ServiceThresholds"]

_PATIENCE_MINUTES = 15
"""For what deployments and scaling do for a while too."""
_OWN_ALARMS = 8
_MOST_ALARMS = 100
"""https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html"""


class ServiceThresholds(Props):
    """From where on a service is in trouble, each for `minutes` in a row.

    error_rate_percent: share of requests answered with 5xx.
    p95_latency_ms: 95th percentile of the response time in milliseconds.
    cpu_percent, memory_percent: average utilization of all tasks.
    restarts: tasks that stop by themselves within 15 minutes.
    """

    error_rate_percent: float
    p95_latency_ms: float
    cpu_percent: float = 85
    memory_percent: float = 85
    minutes: int = 5
    restarts: int = 3


class ServiceAlarmsProps(Props):
    """Props of the alarms: the service they watch, and the topic they tell.

    name: physical name of the service, such as `shop-production-web`; alarms are called `NAME-5xx` and so on.
    key: Terraform name prefix, such as `web`.
    cluster_name, service_name: physical names of the ECS cluster and service.
    metrics: of the load balancer; None for a worker.
    thresholds: from where on.
    rollback_alarm_names: alarms that ECS acts on, to be told of as well.
    further_alarm_names: alarms without actions of their own, such as those of a canary, to be told of as well.
    topic_arn: who is told, once for all alarms of the service.
    always_runs: whether no task at all is trouble, True by default; not of what is switched off at times.
    stopped_rule_name: of the rule of `StoppedTasks` that hears of tasks that break; None, the default, where none does.
    """

    name: str
    key: str
    cluster_name: str
    service_name: str
    metrics: TargetMetrics | None
    thresholds: ServiceThresholds
    topic_arn: str
    rollback_alarm_names: Sequence[str] = ()
    further_alarm_names: Sequence[str] = ()
    always_runs: bool = True
    stopped_rule_name: str | None = None

    def __post_init__(self) -> None:
        """Refuse more alarms than a composite takes. Raises ConstructError."""
        others = len(self.rollback_alarm_names) + len(self.further_alarm_names)
        if others > _MOST_ALARMS - _OWN_ALARMS:
            raise ConstructError(
                f"{self.name}: expected at most {_MOST_ALARMS - _OWN_ALARMS} alarms beside its own, since a composite "
                f"alarm takes {_MOST_ALARMS}, found {others}; tell of some by themselves"
            )


class ServiceAlarms(Construct):
    """Alarms on what users see, on what runs out, and on a service that is gone, incomplete or breaks again and again.

    One composite over them sends the messages. What silence means:

    - Nothing is reported of requests or utilization where nobody asks or nothing runs: good, for others tell of that.
    - A service that is gone reports nothing: as bad as it can be.
    - What a service wants is reported as long as it exists; no task broke where EventBridge says nothing: good.

    Outputs: `arns` of the single alarms, `composite_arn`.
    """

    def __init__(self, scope: Construct, id: str, props: ServiceAlarmsProps) -> None:
        super().__init__(scope, id)
        self._props = props
        gone = [self._gone()] if props.always_runs else []
        alarms = [*self._load_balancer_alarms(), *self._task_alarms(), *gone, *self._life_alarms()]
        others = [*props.rollback_alarm_names, *props.further_alarm_names]
        composite = aws.CloudwatchCompositeAlarm(
            self,
            terraform_name(props.key),
            alarm_name=props.name,
            alarm_description=f"{props.name} is in trouble; the alarms of the rule say where.",
            alarm_rule=" OR ".join(f'ALARM("{name}")' for name in [*(alarm.alarm_name for alarm in alarms), *others]),
            alarm_actions=[props.topic_arn],
            ok_actions=[props.topic_arn],
        )
        self.arns: tuple[str, ...] = tuple(alarm.arn for alarm in alarms)
        self.composite_arn: str = composite.arn

    def _load_balancer_alarms(self) -> list[aws.CloudwatchMetricAlarm]:
        metrics, limits = self._props.metrics, self._props.thresholds
        if metrics is None:
            return []
        errors, latency = limits.error_rate_percent, limits.p95_latency_ms
        return [
            self._alarm("5xx", errors, f"5xx above {errors:g} % of requests", metrics.error_percent()),
            # CloudWatch knows the response time in seconds.
            self._alarm("p95", latency / 1000, f"p95 above {latency:g} ms", metrics.p95_seconds()),
            self._alarm("unhealthy-hosts", 0, "Tasks fail their health check", metrics.unhealthy_hosts()),
        ]

    def _gone(self) -> aws.CloudwatchMetricAlarm:
        """Watch that somebody answers, or runs where nobody asks; what is gone reports nothing."""
        metrics, props = self._props.metrics, self._props
        if metrics is not None:
            return self._alarm(
                "healthy-hosts", 1, "No task passes its health check", metrics.healthy_hosts(), below=True
            )
        tasks = running_tasks(props.cluster_name, props.service_name)
        return self._alarm("running-tasks", 1, "No task runs", tasks, below=True)

    def _life_alarms(self) -> list[aws.CloudwatchMetricAlarm]:
        """Watch that every task runs, and that tasks do not break one after another."""
        props = self._props
        queries = missing_tasks(props.cluster_name, props.service_name)
        claim = "Fewer tasks run than are to"
        alarms = [self._alarm("missing-tasks", 0, claim, queries, minutes=_PATIENCE_MINUTES)]
        if props.stopped_rule_name is not None:
            alarms.append(self._restarts(props.stopped_rule_name))
        return alarms

    def _restarts(self, rule_name: str) -> aws.CloudwatchMetricAlarm:
        limit = self._props.thresholds.restarts
        return aws.CloudwatchMetricAlarm(
            self,
            terraform_name(self._props.key, "restarts"),
            alarm_name=f"{self._props.name}-restarts",
            alarm_description=f"{limit} tasks or more stopped by themselves within {_PATIENCE_MINUTES} minutes.",
            namespace="AWS/Events",
            metric_name="Invocations",
            dimensions={"RuleName": rule_name},
            statistic="Sum",
            period=_PATIENCE_MINUTES * 60,
            evaluation_periods=1,
            datapoints_to_alarm=1,
            comparison_operator="GreaterThanOrEqualToThreshold",
            threshold=limit,
            treat_missing_data="notBreaching",
        )

    def _task_alarms(self) -> list[aws.CloudwatchMetricAlarm]:
        limits = self._props.thresholds
        return [
            self._utilization("cpu", "CPUUtilization", limits.cpu_percent),
            self._utilization("memory", "MemoryUtilization", limits.memory_percent),
        ]

    def _utilization(self, kind: str, metric: str, percent: float) -> aws.CloudwatchMetricAlarm:
        query: aws.CloudwatchMetricAlarmMetricQuery = {
            "id": kind,
            "metric": {
                "namespace": "AWS/ECS",
                "metric_name": metric,
                "dimensions": {
                    "ClusterName": self._props.cluster_name,
                    "ServiceName": self._props.service_name,
                },
                "period": PERIOD_SECONDS,
                "stat": "Average",
            },
            "return_data": True,
        }
        return self._alarm(kind, percent, f"{kind} above {percent:g} %", [query])

    def _alarm(
        self,
        kind: str,
        threshold: float,
        claim: str,
        queries: list[aws.CloudwatchMetricAlarmMetricQuery],
        *,
        below: bool = False,
        minutes: int | None = None,
    ) -> aws.CloudwatchMetricAlarm:
        minutes = minutes or self._props.thresholds.minutes
        return aws.CloudwatchMetricAlarm(
            self,
            terraform_name(self._props.key, kind),
            alarm_name=f"{self._props.name}-{kind}",
            alarm_description=f"{claim} for {minutes} minutes.",
            metric_query=queries,
            comparison_operator="LessThanThreshold" if below else "GreaterThanThreshold",
            threshold=threshold,
            evaluation_periods=minutes,
            datapoints_to_alarm=minutes,
            treat_missing_data="breaching" if below else "notBreaching",
        )
