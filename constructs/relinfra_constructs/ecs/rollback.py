"""The alarms that roll a deployment back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.ecs.deployment import RollbackThresholds
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.observability.metrics import TargetMetrics
from relinfra_constructs.props import Props

if TYPE_CHECKING:
    from relinfra_constructs.aws import CloudwatchMetricAlarmMetricQuery as Query

__all__ = ["RollbackAlarms", "RollbackAlarmsProps"]


class RollbackAlarmsProps(Props):
    """Props of rollback alarms: the metrics they watch and the thresholds at which they fire.

    name: physical name of the service, such as `shop-production-web`.
    key: Terraform name prefix, such as `web`.
    actor: who rolls back: `ECS` or `CodeDeploy`.
    """

    name: str
    key: str
    metrics: TargetMetrics
    thresholds: RollbackThresholds
    actor: str = "ECS"


class RollbackAlarms(Construct):
    """Error rate and latency during a deployment; no actions, since whoever deploys acts on them.

    Outputs: `names` (plain text) and `references`, the same as Terraform refers to them.
    """

    def __init__(self, scope: Construct, id: str, props: RollbackAlarmsProps) -> None:
        super().__init__(scope, id)
        thresholds = props.thresholds
        errors = self._alarm(
            props,
            "5xx",
            props.metrics.error_percent(),
            thresholds.error_rate_percent,
            f"More than {thresholds.error_rate_percent:g} % of requests answered with 5xx",
        )
        # CloudWatch knows the response time in seconds.
        latency = self._alarm(
            props,
            "p95",
            props.metrics.p95_seconds(),
            thresholds.p95_latency_ms / 1000,
            f"95th percentile of the response time above {thresholds.p95_latency_ms:g} ms",
        )
        self.names: tuple[str, ...] = (_name(props, "5xx"), _name(props, "p95"))
        self.references: tuple[str, ...] = (errors.alarm_name, latency.alarm_name)

    def _alarm(
        self,
        props: RollbackAlarmsProps,
        kind: str,
        queries: list[Query],
        threshold: float,
        claim: str,
    ) -> aws.CloudwatchMetricAlarm:
        minutes = props.thresholds.evaluation_minutes
        return aws.CloudwatchMetricAlarm(
            self,
            terraform_name(props.key, "rollback", kind),
            alarm_name=_name(props, kind),
            alarm_description=f"{claim} for {minutes} minutes: {props.actor} rolls the deployment back.",
            metric_query=queries,
            comparison_operator="GreaterThanThreshold",
            threshold=threshold,
            evaluation_periods=minutes,
            datapoints_to_alarm=minutes,
            treat_missing_data="notBreaching",
        )


def _name(props: RollbackAlarmsProps, kind: str) -> str:
    return f"{props.name}-rollback-{kind}"
