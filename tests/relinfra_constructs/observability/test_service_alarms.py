from typing import Any

import pytest

from relinfra_constructs.errors import ConstructError
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
    assert composite["alarm_rule"].count("ALARM(") == 8
    assert composite["alarm_rule"].endswith(' OR ALARM("shop-production-web-rollback-5xx")')
    assert composite["alarm_actions"] == composite["ok_actions"] == [TOPIC]
    single = synthesized["resource"]["aws_cloudwatch_metric_alarm"].values()
    assert not any("alarm_actions" in alarm for alarm in single)


def test_a_worker_is_watched_for_what_it_uses() -> None:
    """Nobody sends it requests."""
    synthesized = alarms(metrics=None, rollback_alarm_names=())
    assert sorted(synthesized["resource"]["aws_cloudwatch_metric_alarm"]) == [
        "web_cpu",
        "web_memory",
        "web_missing_tasks",
        "web_running_tasks",
    ]


def test_tasks_that_do_not_run_and_are_to_are_missed() -> None:
    """Of a service that rests at times too; for longer than a deployment or scaling takes."""
    alarm = resource(alarms(always_runs=False), "aws_cloudwatch_metric_alarm.web_missing_tasks")
    assert (alarm["threshold"], alarm["comparison_operator"]) == (0, "GreaterThanThreshold")
    assert alarm["evaluation_periods"] == alarm["datapoints_to_alarm"] == 15
    [result] = [query for query in alarm["metric_query"] if query["return_data"]]
    assert result["expression"] == "wanted_tasks - FILL(running_tasks, 0)"
    counted = {query["id"]: query["metric"]["metric_name"] for query in alarm["metric_query"] if "metric" in query}
    assert counted == {"wanted_tasks": "DesiredTaskCount", "running_tasks": "RunningTaskCount"}


def test_tasks_that_break_one_after_another_are_trouble() -> None:
    """One that breaks is replaced, and wakes nobody."""
    synthesized = alarms(stopped_rule_name="shop-production-web-stopped")
    alarm = resource(synthesized, "aws_cloudwatch_metric_alarm.web_restarts")
    assert alarm["dimensions"] == {"RuleName": "shop-production-web-stopped"}
    assert (alarm["namespace"], alarm["metric_name"], alarm["statistic"]) == ("AWS/Events", "Invocations", "Sum")
    assert (alarm["period"], alarm["threshold"]) == (900, 3)
    assert alarm["treat_missing_data"] == "notBreaching"
    rule = resource(synthesized, "aws_cloudwatch_composite_alarm.web")["alarm_rule"]
    assert 'ALARM("${aws_cloudwatch_metric_alarm.web_restarts.alarm_name}")' in rule


def test_more_alarms_than_a_composite_takes_are_refused() -> None:
    """CloudWatch would, at apply."""
    with pytest.raises(ConstructError, match="a composite alarm takes 100, found 93"):
        alarms(further_alarm_names=[f"alarm-{number}" for number in range(92)])


@pytest.mark.parametrize(
    ("metrics", "kind", "counted"),
    [(SWAPPING_METRICS, "healthy_hosts", "HealthyHostCount"), (None, "running_tasks", "RunningTaskCount")],
)
def test_a_service_that_is_gone_is_trouble_however_silent(metrics: Any, kind: str, counted: str) -> None:
    """What is gone reports nothing: missing data counts as the worst, and the message of the service follows it."""
    synthesized = alarms(metrics=metrics)
    alarm = resource(synthesized, f"aws_cloudwatch_metric_alarm.web_{kind}")
    assert (alarm["threshold"], alarm["comparison_operator"]) == (1, "LessThanThreshold")
    assert alarm["treat_missing_data"] == "breaching"
    named = [query["metric"]["metric_name"] for query in alarm["metric_query"] if "metric" in query]
    assert set(named) == {counted}
    rule = resource(synthesized, "aws_cloudwatch_composite_alarm.web")["alarm_rule"]
    assert f'ALARM("${{aws_cloudwatch_metric_alarm.web_{kind}.alarm_name}}")' in rule


def test_both_sides_of_a_shift_count_as_one_service() -> None:
    """Between deployments one of its groups is empty, and nobody is woken."""
    queries = resource(alarms(), "aws_cloudwatch_metric_alarm.web_healthy_hosts")["metric_query"]
    assert queries[-1]["expression"] == "SUM([healthy_1, healthy_2])"


@pytest.mark.parametrize("metrics", [SWAPPING_METRICS, None])
def test_what_is_switched_off_at_times_is_not_missed(metrics: Any) -> None:
    """A service whose schedule says none, or that stands ready without tasks, is not gone."""
    single = alarms(metrics=metrics, always_runs=False)["resource"]["aws_cloudwatch_metric_alarm"].values()
    assert all(alarm["treat_missing_data"] == "notBreaching" for alarm in single)


def test_a_check_from_outside_joins_the_message_of_its_service() -> None:
    """Whatever noticed it, the service is in trouble."""
    composite = resource(alarms(further_alarm_names=["shop-canary-failed"]), "aws_cloudwatch_composite_alarm.web")
    assert composite["alarm_rule"].endswith(' OR ALARM("shop-canary-failed")')
