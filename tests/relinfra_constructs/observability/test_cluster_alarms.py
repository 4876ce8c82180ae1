from typing import Any

import pytest

from relinfra_constructs.database.aurora_capacity import AuroraCapacity
from relinfra_constructs.observability.cluster_alarms import ClusterAlarms, ClusterAlarmsProps
from tests.support import resource, synthesize

TOPIC = "arn:aws:sns:us-east-1:111111111111:alerts"
CAPACITY = AuroraCapacity(min_acu=2, max_acu=16)


def alarms(**arguments: Any) -> dict[str, Any]:
    settings: dict[str, Any] = {
        "name": "shop-production-main",
        "key": "main",
        "identifier": "shop-production-main",
        "capacity": CAPACITY,
        "readers": 1,
        "topic_arn": TOPIC,
    }
    props = ClusterAlarmsProps(**{**settings, **arguments})
    return synthesize(lambda stack: ClusterAlarms(stack, "alarms", props))


@pytest.mark.parametrize(
    ("name", "metric", "role", "comparison", "threshold"),
    [
        ("cpu", "CPUUtilization", "WRITER", "GreaterThanThreshold", 80),
        ("capacity", "ACUUtilization", "WRITER", "GreaterThanThreshold", 90),
        ("memory", "FreeableMemory", "WRITER", "LessThanThreshold", int(1.6 * 1024**3)),
        ("connections", "DatabaseConnections", "WRITER", "GreaterThanThreshold", 2688),
        ("reader_cpu", "CPUUtilization", "READER", "GreaterThanThreshold", 80),
        ("reader_lag", "AuroraReplicaLag", "READER", "GreaterThanThreshold", 1000),
    ],
)
def test_what_runs_out_is_told_before_it_has(
    name: str, metric: str, role: str, comparison: str, threshold: float
) -> None:
    """For a quarter of an hour, to the topic, of whichever instance has the role."""
    alarm = resource(alarms(), f"aws_cloudwatch_metric_alarm.main_{name}")
    assert (alarm["metric_name"], alarm["comparison_operator"]) == (metric, comparison)
    assert alarm["dimensions"] == {"DBClusterIdentifier": "shop-production-main", "Role": role}
    assert alarm["threshold"] == threshold
    assert alarm["period"] * alarm["evaluation_periods"] == 900
    assert alarm["alarm_actions"] == alarm["ok_actions"] == [TOPIC]
    assert alarm["treat_missing_data"] == "breaching"


def test_readers_are_not_watched_where_there_are_none() -> None:
    """An alarm without data would never end."""
    found = alarms(readers=0)["resource"]["aws_cloudwatch_metric_alarm"]
    assert sorted(found) == ["main_capacity", "main_connections", "main_cpu", "main_memory"]


def test_a_pause_is_no_trouble() -> None:
    """A paused instance reports nothing, and wakes nobody up."""
    pausing = AuroraCapacity(min_acu=0, max_acu=4, seconds_until_auto_pause=900)
    found = alarms(capacity=pausing)["resource"]["aws_cloudwatch_metric_alarm"].values()
    assert {alarm["treat_missing_data"] for alarm in found} == {"notBreaching"}
