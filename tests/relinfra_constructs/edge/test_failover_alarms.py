import pytest

from relinfra_constructs.edge.failover_alarms import FailoverAlarms, FailoverAlarmsProps, metrics_region
from relinfra_constructs.placement import Placement
from tests.support import resource, synthesize


@pytest.mark.parametrize(("kind", "check"), [("moved", "home"), ("unready", "away")])
def test_each_region_has_an_alarm_on_its_check(kind: str, check: str) -> None:
    """Route 53 reports 1 for healthy every minute: less, or nothing, is trouble."""
    props = FailoverAlarmsProps(
        name="shop-production-web",
        key="web",
        domain="shop.example.com",
        home_check_id="home",
        away_check_id="away",
        topic_arn="arn:topic",
    )
    alarm = resource(
        synthesize(lambda stack: FailoverAlarms(stack, "alarms", props)), f"aws_cloudwatch_metric_alarm.web_{kind}"
    )
    assert alarm["alarm_name"] == f"shop-production-web-{kind}"
    assert alarm["dimensions"] == {"HealthCheckId": check}
    assert (alarm["statistic"], alarm["comparison_operator"], alarm["threshold"]) == ("Minimum", "LessThanThreshold", 1)
    assert alarm["treat_missing_data"] == "breaching"


@pytest.mark.parametrize(
    ("region", "published"),
    [("eu-west-1", "us-east-1"), ("us-gov-east-1", "us-gov-west-1"), ("cn-north-1", "cn-northwest-1")],
)
def test_the_metrics_are_in_one_region_of_a_partition(region: str, published: str) -> None:
    """Wherever what is asked lies."""
    assert metrics_region(Placement(account="111111111111", region=region)) == published
