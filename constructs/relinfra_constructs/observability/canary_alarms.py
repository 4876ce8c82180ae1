"""Alarms of a canary."""

from __future__ import annotations

from typing import Any

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.observability.canary import CANARY_NAMESPACE, STEP_NAME
from relinfra_constructs.props import Props

__all__ = ["CanaryAlarms", "CanaryAlarmsProps"]

_RUNS = 2  # one lost packet wakes nobody


class CanaryAlarmsProps(Props):
    """Props of the alarms of a canary: the canary, and the limits.

    name: physical name, such as `shop-production-web`; alarms are called `NAME-canary-failed` and `NAME-canary-slow`.
    key: Terraform name prefix, such as `web`.
    canary_name: `Canary.name`.
    interval_minutes: time between two runs.
    max_latency_ms: how long the request may take, in milliseconds.
    """

    name: str
    key: str
    canary_name: str
    interval_minutes: int
    max_latency_ms: int


class CanaryAlarms(Construct):
    """Alarms without actions, for the composite of a service, after two bad runs in a row. Outputs: `alarm_names`."""

    def __init__(self, scope: Construct, id: str, props: CanaryAlarmsProps) -> None:
        super().__init__(scope, id)
        self._props = props
        self.alarm_names: tuple[str, ...] = (self._failed().alarm_name, self._slow().alarm_name)

    def _failed(self) -> aws.CloudwatchMetricAlarm:
        return self._alarm(
            "failed",
            "The public URL fails its check",
            metric_name="SuccessPercent",
            dimensions={"CanaryName": self._props.canary_name},
            comparison_operator="LessThanThreshold",
            threshold=100,
            # A canary that reports nothing checks nothing.
            treat_missing_data="breaching",
        )

    def _slow(self) -> aws.CloudwatchMetricAlarm:
        limit = self._props.max_latency_ms
        return self._alarm(
            "slow",
            f"The public URL takes more than {limit} ms",
            metric_name="Duration",
            # Of the request alone: the whole run also starts the runtime and stores its report.
            dimensions={"CanaryName": self._props.canary_name, "StepName": STEP_NAME},
            comparison_operator="GreaterThanThreshold",
            threshold=limit,
            # A request that failed has no latency; that it failed is the other alarm's matter.
            treat_missing_data="notBreaching",
        )

    def _alarm(self, kind: str, claim: str, **measure: Any) -> aws.CloudwatchMetricAlarm:
        props = self._props
        return aws.CloudwatchMetricAlarm(
            self,
            terraform_name(props.key, "canary", kind),
            alarm_name=f"{props.name}-canary-{kind}",
            alarm_description=f"{claim}, {_RUNS} times in a row, {props.interval_minutes} minutes apart.",
            namespace=CANARY_NAMESPACE,
            statistic="Average",
            period=props.interval_minutes * 60,
            evaluation_periods=_RUNS,
            datapoints_to_alarm=_RUNS,
            **measure,
        )
