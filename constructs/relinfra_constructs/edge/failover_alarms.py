"""Alarms on the checks of a failover: that a name has moved, and that the other region would not answer."""

from __future__ import annotations

from relinfra_constructs import aws
from relinfra_constructs.cdk import Construct
from relinfra_constructs.naming import terraform_name
from relinfra_constructs.placement import Placement
from relinfra_constructs.props import Props

__all__ = ["FailoverAlarms", "FailoverAlarmsProps", "metrics_region"]

_METRICS_REGIONS = {
    "aws": "us-east-1",
    "aws-cn": "cn-northwest-1",
    "aws-eusc": "eusc-de-east-1",
    "aws-us-gov": "us-gov-west-1",
}
_PERIODS = 2


def metrics_region(placement: Placement) -> str:
    """Return the region in which Route 53 publishes the state of health checks, wherever what they ask is.

    The page on monitoring names us-east-1. Of other partitions no text was found: there it is the control plane's.
    https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-health-checks.html
    """
    return _METRICS_REGIONS[placement.partition]


class FailoverAlarmsProps(Props):
    """Props of the alarms: the two checks of a name, and the topic they tell, all in `metrics_region`.

    name: physical name prefix, such as `shop-production-web`; the alarms are called `NAME-moved` and `NAME-unready`.
    key: Terraform name prefix, such as `web`.
    domain: the name that moves.
    home_check_id, away_check_id: of the `RegionCheck` at home and of the other region.
    topic_arn: who is told.
    """

    name: str
    key: str
    domain: str
    home_check_id: str
    away_check_id: str
    topic_arn: str


class FailoverAlarms(Construct):
    """One alarm on each check. Route 53 reports their state every minute: silence is as bad as it can be."""

    def __init__(self, scope: Construct, id: str, props: FailoverAlarmsProps) -> None:
        super().__init__(scope, id)
        self._props = props
        moved = f"{props.domain} does not answer at home, and Route 53 leads it to the other region."
        self._alarm("moved", props.home_check_id, moved)
        unready = f"The other region does not answer for {props.domain}, which could not move there."
        self._alarm("unready", props.away_check_id, unready)

    def _alarm(self, kind: str, check_id: str, claim: str) -> None:
        props = self._props
        aws.CloudwatchMetricAlarm(
            self,
            terraform_name(props.key, kind),
            alarm_name=f"{props.name}-{kind}",
            alarm_description=claim,
            namespace="AWS/Route53",
            metric_name="HealthCheckStatus",
            dimensions={"HealthCheckId": check_id},
            statistic="Minimum",
            period=60,
            evaluation_periods=_PERIODS,
            datapoints_to_alarm=_PERIODS,
            comparison_operator="LessThanThreshold",
            threshold=1,
            treat_missing_data="breaching",
            alarm_actions=[props.topic_arn],
            ok_actions=[props.topic_arn],
        )
