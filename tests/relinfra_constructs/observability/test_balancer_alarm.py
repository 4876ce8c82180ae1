from relinfra_constructs.observability.balancer_alarm import BalancerAlarm, BalancerAlarmProps
from tests.support import resource, synthesize


def test_what_the_load_balancer_refuses_itself_is_told_of() -> None:
    """It names no target group, so that no service of several could be charged with it."""
    props = BalancerAlarmProps(
        name="shop-production", load_balancer="app/shop/1", error_rate_percent=5, topic_arn="arn:topic"
    )
    alarm = resource(
        synthesize(lambda stack: BalancerAlarm(stack, "alarm", props)), "aws_cloudwatch_metric_alarm.load_balancer_5xx"
    )
    assert alarm["alarm_name"] == "shop-production-load-balancer-5xx"
    assert alarm["alarm_actions"] == alarm["ok_actions"] == ["arn:topic"]
    measured = {query["id"]: query["metric"] for query in alarm["metric_query"] if "metric" in query}
    assert {one["metric_name"] for one in measured.values()} == {"HTTPCode_ELB_5XX_Count", "RequestCount"}
    assert all(one["dimensions"] == {"LoadBalancer": "app/shop/1"} for one in measured.values())
    [rate] = [query["expression"] for query in alarm["metric_query"] if query["return_data"]]
    total = "SUM([requests, load_balancer_5xx])"
    assert rate == f"IF({total} > 20, 100 * FILL(load_balancer_5xx, 0) / {total}, 0)"
