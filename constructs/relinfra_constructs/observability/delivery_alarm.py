"""An alarm on events that EventBridge could not deliver: what they were to start never began.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.props import Props

if TYPE_CHECKING:
    from relinfra_constructs.aws import CloudwatchMetricAlarmMetricQuery as Query

__all__ = ["DeliveryAlarm", "DeliveryAlarmProps"]

_PERIOD_SECONDS = 300


class DeliveryAlarmProps(Props):
    """Props of the alarm: the rules it watches.

    name: physical name of the alarm.
    key: its Terraform name.
    description: what an event that is not delivered means.
    rule_names: names of rules of the default bus.
    topic_arn: who is told; nobody by default, where a composite tells of it.
    """

    name: str
    key: str
    description: str
    rule_names: Sequence[str]
    topic_arn: str | None = None


class DeliveryAlarm(Construct):
    """An alarm that fires on the first delivery that failed for good. Output: `alarm_name`.

    EventBridge counts failures alone, and reports nothing while there are none.
    """

    def __init__(self, scope: Construct, id: str, props: DeliveryAlarmProps) -> None:
        super().__init__(scope, id)
        told = [props.topic_arn] if props.topic_arn else None
        alarm = aws.CloudwatchMetricAlarm(
            self,
            props.key,
            alarm_name=props.name,
            alarm_description=props.description,
            metric_query=_failures(props.rule_names),
            comparison_operator="GreaterThanThreshold",
            threshold=0,
            evaluation_periods=1,
            treat_missing_data="notBreaching",
            alarm_actions=told,
            ok_actions=told,
        )
        self.alarm_name: str = alarm.alarm_name


def _failures(rule_names: Sequence[str]) -> list[Query]:
    """Return the queries whose result is how many deliveries of all the rules failed."""
    single = len(rule_names) == 1
    failed: list[Query] = [
        {
            "id": f"failed_{number}",
            "metric": {
                "namespace": "AWS/Events",
                "metric_name": "FailedInvocations",
                "dimensions": {"RuleName": name},
                "period": _PERIOD_SECONDS,
                "stat": "Sum",
            },
            "return_data": single,
        }
        for number, name in enumerate(rule_names, start=1)
    ]
    if single:
        return failed
    total: Query = {
        "id": "failed",
        "expression": f"SUM([{', '.join(query['id'] for query in failed)}])",
        "label": "Events that were not delivered",
        "return_data": True,
    }
    return [*failed, total]
