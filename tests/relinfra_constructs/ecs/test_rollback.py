from typing import Any

import pytest

from relinfra_constructs.ecs.rollback import RollbackAlarms, RollbackAlarmsProps
from tests.services import SWAPPING_METRICS, THRESHOLDS
from tests.support import resource, synthesize

PROPS = RollbackAlarmsProps(name="shop-production-web", key="web", metrics=SWAPPING_METRICS, thresholds=THRESHOLDS)


@pytest.fixture(scope="module")
def synthesized() -> dict[str, Any]:
    return synthesize(lambda stack: RollbackAlarms(stack, "alarms", PROPS))


@pytest.mark.parametrize(("kind", "threshold"), [("5xx", 2), ("p95", 0.4)])
def test_a_threshold_is_crossed_for_every_minute_of_the_window(
    synthesized: dict[str, Any], kind: str, threshold: float
) -> None:
    """Percent for errors, seconds for latency, as CloudWatch counts them."""
    alarm = resource(synthesized, f"aws_cloudwatch_metric_alarm.web_rollback_{kind}")
    assert alarm["alarm_name"] == f"shop-production-web-rollback-{kind}"
    assert (alarm["threshold"], alarm["comparison_operator"]) == (threshold, "GreaterThanThreshold")
    assert (alarm["evaluation_periods"], alarm["datapoints_to_alarm"]) == (5, 5)
    assert {query["metric"]["period"] for query in alarm["metric_query"] if "metric" in query} == {60}


@pytest.mark.parametrize("kind", ["5xx", "p95"])
def test_ecs_acts_on_the_alarms_and_nobody_else(synthesized: dict[str, Any], kind: str) -> None:
    """No data is no reason to roll back."""
    alarm = resource(synthesized, f"aws_cloudwatch_metric_alarm.web_rollback_{kind}")
    assert not {"alarm_actions", "ok_actions"} & set(alarm)
    assert alarm["treat_missing_data"] == "notBreaching"
