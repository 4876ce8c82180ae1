from typing import Any

from relinfra_constructs.observability.delivery_alarm import DeliveryAlarm, DeliveryAlarmProps
from tests.support import HERE, resource, synthesize

TOPIC = HERE.arn("sns", "alerts")


def alarm(*rules: str, topic_arn: str | None = TOPIC) -> dict[str, Any]:
    props = DeliveryAlarmProps(
        name="undelivered", key="undelivered", description="Not told.", rule_names=rules, topic_arn=topic_arn
    )
    made = synthesize(lambda stack: DeliveryAlarm(stack, "alarm", props))
    found: dict[str, Any] = resource(made, "aws_cloudwatch_metric_alarm.undelivered")
    return found


def test_the_first_delivery_that_fails_for_good_fires_it() -> None:
    """EventBridge counts failures only, so that silence is well."""
    found = alarm("one")
    [query] = found["metric_query"]
    assert query["metric"]["metric_name"] == "FailedInvocations"
    assert query["metric"]["dimensions"] == {"RuleName": "one"}
    assert (found["comparison_operator"], found["threshold"]) == ("GreaterThanThreshold", 0)
    assert found["treat_missing_data"] == "notBreaching"
    assert found["alarm_actions"] == [TOPIC]


def test_several_rules_are_one_sum() -> None:
    """A rule that reports nothing takes nothing away from the others."""
    *failed, total = alarm("one", "two")["metric_query"]
    assert [query["metric"]["dimensions"]["RuleName"] for query in failed] == ["one", "two"]
    assert [query["return_data"] for query in (*failed, total)] == [False, False, True]
    assert total["expression"] == "SUM([failed_1, failed_2])"


def test_a_composite_may_tell_instead() -> None:
    """Then the alarm has no actions of its own."""
    assert "alarm_actions" not in alarm("one", topic_arn=None)
