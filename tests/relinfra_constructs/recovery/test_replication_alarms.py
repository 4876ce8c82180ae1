import pytest

from relinfra_constructs.cdk import TerraformStack
from relinfra_constructs.recovery.replication_alarms import ReplicationAlarmProps, replication_failed, replication_late
from tests.support import resource, synthesize

PROPS = ReplicationAlarmProps(
    name="shop-production-assets", key="assets", source="shop-assets", replica="shop-replica", topic_arn="arn:topic"
)


def watched(stack: TerraformStack) -> None:
    replication_late(stack, PROPS, limit_minutes=15)
    replication_failed(stack, PROPS)


@pytest.mark.parametrize(
    ("kind", "metric", "threshold", "silence"),
    [
        ("late", "ReplicationLatency", 900, "breaching"),
        ("failed", "OperationsFailedReplication", 0, "notBreaching"),
    ],
)
def test_what_silence_means_is_what_s3_publishes(kind: str, metric: str, threshold: int, silence: str) -> None:
    """A lag as long as there is a replica; failures only where something failed."""
    alarm = resource(synthesize(watched), f"aws_cloudwatch_metric_alarm.assets_replication_{kind}")
    assert alarm["alarm_name"] == f"shop-production-assets-replication-{kind}"
    assert (alarm["metric_name"], alarm["threshold"]) == (metric, threshold)
    assert alarm["treat_missing_data"] == silence
    assert alarm["dimensions"] == {
        "SourceBucket": "shop-assets",
        "DestinationBucket": "shop-replica",
        "RuleId": "everything",
    }
    assert alarm["alarm_actions"] == alarm["ok_actions"] == ["arn:topic"]
