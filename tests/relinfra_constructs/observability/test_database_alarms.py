from typing import Any

import pytest

from relinfra_constructs.observability.database_alarms import DatabaseAlarms, DatabaseAlarmsProps
from tests.support import resource, synthesize

TOPIC = "arn:aws:sns:us-east-1:111111111111:alerts"
GIB = 1024**3


def alarms(**arguments: Any) -> dict[str, Any]:
    settings: dict[str, Any] = {
        "name": "shop-production-main",
        "key": "main",
        "identifier": "shop-production-main",
        "storage_gib": 50,
        "maximum_connections": 1000,
        "topic_arn": TOPIC,
    }
    props = DatabaseAlarmsProps(**{**settings, **arguments})
    return synthesize(lambda stack: DatabaseAlarms(stack, "alarms", props))


@pytest.mark.parametrize(
    ("name", "metric", "comparison", "threshold"),
    [
        ("cpu", "CPUUtilization", "GreaterThanThreshold", 80),
        ("storage", "FreeStorageSpace", "LessThanThreshold", 5 * GIB),
        ("connections", "DatabaseConnections", "GreaterThanThreshold", 800),
    ],
)
def test_what_runs_out_is_told_before_it_has(name: str, metric: str, comparison: str, threshold: int) -> None:
    """For a quarter of an hour, to the topic, and when it is over again."""
    alarm = resource(alarms(), f"aws_cloudwatch_metric_alarm.main_{name}")
    assert (alarm["metric_name"], alarm["comparison_operator"]) == (metric, comparison)
    assert alarm["threshold"] == threshold
    assert alarm["period"] * alarm["evaluation_periods"] == 900
    assert alarm["alarm_actions"] == alarm["ok_actions"] == [TOPIC]


def test_connections_are_not_watched_against_a_guess() -> None:
    """Where nobody knows how many the class takes."""
    synthesized = alarms(maximum_connections=None)
    assert sorted(synthesized["resource"]["aws_cloudwatch_metric_alarm"]) == ["main_cpu", "main_storage"]


def test_a_replica_is_watched_for_how_far_it_is_behind() -> None:
    """In minutes; what follows nothing has no lag."""
    alarm = resource(alarms(lag_minutes=7.5), "aws_cloudwatch_metric_alarm.main_replica_lag")
    assert (alarm["metric_name"], alarm["threshold"]) == ("ReplicaLag", 450)
    assert "main_replica_lag" not in alarms()["resource"]["aws_cloudwatch_metric_alarm"]
