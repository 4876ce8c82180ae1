"""The alarm of a load balancer that several services share."""

from __future__ import annotations

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.observability.metrics import refused_percent
from relinfra_constructs.props import Props

__all__ = ["BalancerAlarm", "BalancerAlarmProps"]


class BalancerAlarmProps(Props):
    """Props of the alarm: the load balancer, the limit, and the topic it tells.

    name: physical name prefix, such as `shop-production`; the alarm is called `NAME-load-balancer-5xx`.
    load_balancer: its `arn_suffix`.
    error_rate_percent: share of requests that it answers with 5xx itself.
    topic_arn: who is told.
    minutes: for how long, 5 by default.
    """

    name: str
    load_balancer: str
    error_rate_percent: float
    topic_arn: str
    minutes: int = 5


class BalancerAlarm(Construct):
    """Requests that a load balancer answers with 5xx itself, which name no service. Outputs: `arn`.

    One service alone is charged with them; of several, each with its own failed connections. No such answer, no data,
    and all is well: a service that is gone is told of by its own alarm.
    """

    def __init__(self, scope: Construct, id: str, props: BalancerAlarmProps) -> None:
        super().__init__(scope, id)
        alarm = aws.CloudwatchMetricAlarm(
            self,
            "load_balancer_5xx",
            alarm_name=f"{props.name}-load-balancer-5xx",
            alarm_description=(
                f"The load balancer answers more than {props.error_rate_percent:g} % of requests with 5xx itself, "
                f"for {props.minutes} minutes."
            ),
            metric_query=refused_percent(props.load_balancer),
            comparison_operator="GreaterThanThreshold",
            threshold=props.error_rate_percent,
            evaluation_periods=props.minutes,
            datapoints_to_alarm=props.minutes,
            treat_missing_data="notBreaching",
            alarm_actions=[props.topic_arn],
            ok_actions=[props.topic_arn],
        )
        self.arn: str = alarm.arn
