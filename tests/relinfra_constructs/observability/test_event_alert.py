import json

from relinfra_constructs.observability.event_alert import EventAlert, EventAlertProps
from tests.support import HERE, resource, synthesize


def test_people_read_a_sentence_of_what_happened() -> None:
    """EventBridge fills the names in angle brackets, and takes a text in quotes; no role stands between."""
    props = EventAlertProps(
        name="shop-production-failed-restarts",
        key="failed_restarts",
        description="Tasks were not replaced",
        pattern={"source": ["aws.ssm"], "detail": {"Status": ["Failed"]}},
        paths={"status": "$.detail.Status"},
        message='It ended as <status>, said "somebody".',
        topic_arn=HERE.arn("sns", "shop-production-alerts"),
    )
    made = synthesize(lambda stack: EventAlert(stack, "alert", props))
    rule = resource(made, "aws_cloudwatch_event_rule.failed_restarts")
    assert json.loads(rule["event_pattern"]) == {"source": ["aws.ssm"], "detail": {"Status": ["Failed"]}}
    target = resource(made, "aws_cloudwatch_event_target.failed_restarts")
    assert target["input_transformer"] == {
        "input_paths": {"status": "$.detail.Status"},
        "input_template": r'"It ended as <status>, said \"somebody\"."',
    }
    assert "role_arn" not in target
