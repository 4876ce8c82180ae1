from typing import Any

import pytest

from relinfra_constructs.observability.service_alarms import ServiceAlarms, ServiceAlarmsProps, ServiceThresholds
from tests.services import SWAPPING_METRICS
from tests.support import resource, synthesize

TOPIC = "arn:aws:sns:us-east-1:111111111111:alerts"


def alarms(**arguments: Any) -> dict[str, Any]:
    settings: dict[str, Any] = {
        "name": "shop-production-web",
        "key": "web",
        "cluster_name": "shop-production",
        "service_name": "shop-production-web",
        "metrics": SWAPPING_METRICS,
        "thresholds": ServiceThresholds(error_rate_percent=5, p95_latency_ms=250),
        "rollback_alarm_names": ["shop-production-web-rollback-5xx"],
        "topic_arn": TOPIC,
    }
    props = ServiceAlarmsProps(**{**settings, **arguments})
    return synthesize(lambda stack: ServiceAlarms(stack, "alarms", props))


@pytest.mark.parametrize(
    ("name", "threshold"),
    [("5xx", 5), ("p95", 0.25), ("unhealthy_hosts", 0), ("cpu", 85), ("memory", 85)],
)
def test_each_measure_has_its_threshold(name: str, threshold: float) -> None:
    """Above it for five minutes in a row."""
    alarm = resource(alarms(), f"aws_cloudwatch_metric_alarm.web_{name}")
    assert alarm["alarm_name"] == f"shop-production-web-{name.replace('_', '-')}"
    assert (alarm["threshold"], alarm["comparison_operator"]) == (threshold, "GreaterThanThreshold")
    assert alarm["evaluation_periods"] == alarm["datapoints_to_alarm"] == 5


def test_one_message_a_service_whatever_fails_in_it() -> None:
    """The composite alone notifies, of rollbacks too."""
    synthesized = alarms()
    composite = resource(synthesized, "aws_cloudwatch_composite_alarm.web")
    assert composite["alarm_rule"].count("ALARM(") == 6
    assert composite["alarm_rule"].endswith(' OR ALARM("shop-production-web-rollback-5xx")')
    assert composite["alarm_actions"] == composite["ok_actions"] == [TOPIC]
    single = synthesized["resource"]["aws_cloudwatch_metric_alarm"].values()
    assert not any("alarm_actions" in alarm for alarm in single)


def test_a_worker_is_watched_for_what_it_uses() -> None:
    """Nobody sends it requests."""
    synthesized = alarms(metrics=None, rollback_alarm_names=())
    assert sorted(synthesized["resource"]["aws_cloudwatch_metric_alarm"]) == ["web_cpu", "web_memory"]


def test_a_check_from_outside_joins_the_message_of_its_service() -> None:
    """Whatever noticed it, the service is in trouble."""
    composite = resource(alarms(further_alarm_names=["shop-canary-failed"]), "aws_cloudwatch_composite_alarm.web")
    assert composite["alarm_rule"].endswith(' OR ALARM("shop-canary-failed")')
