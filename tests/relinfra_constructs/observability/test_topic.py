from typing import Any

import pytest

from relinfra_constructs.observability.topic import (
    AlertTopic,
    AlertTopicProps,
    alert_key_services,
    rule_key_service,
)
from tests.support import HERE, KEY_ARN, policy, resource, synthesize

PUBLISHERS = {"budgets.amazonaws.com", "cloudwatch.amazonaws.com"}
ACCOUNT_ONLY = {"StringEquals": {"aws:SourceAccount": "111111111111"}}


@pytest.fixture(scope="module")
def synthesized() -> dict[str, Any]:
    props = AlertTopicProps(
        name="shop-production-alerts",
        placement=HERE,
        kms_key_arn=KEY_ARN,
        emails=["oncall@example.com", "lead@example.com"],
    )
    return synthesize(lambda stack: AlertTopic(stack, "topic", props))


def test_alarms_and_budgets_of_this_account_publish(synthesized: dict[str, Any]) -> None:
    """And nobody without TLS."""
    allow, deny = policy(synthesized, "aws_sns_topic_policy.alerts")
    assert set(allow["Principal"]["Service"]) == PUBLISHERS
    assert allow["Condition"] == ACCOUNT_ONLY
    assert (deny["Effect"], deny["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})


def test_who_publishes_may_use_the_key() -> None:
    """Without that, an alarm changes its state and nobody hears of it."""
    services = alert_key_services(HERE)
    assert {service.principal for service in services} == PUBLISHERS
    assert all(service.conditions == ACCOUNT_ONLY for service in services)
    assert all(set(service.actions) == {"kms:Decrypt", "kms:GenerateDataKey*"} for service in services)


def test_rules_publish_that_are_named_and_no_others() -> None:
    """The key admits EventBridge for this topic alone: AWS takes no source there."""
    rule = HERE.arn("events", "rule/shop-production-failed-restarts")
    props = AlertTopicProps(name="shop-production-alerts", placement=HERE, kms_key_arn=KEY_ARN, rule_arns=[rule])
    statements = policy(synthesize(lambda stack: AlertTopic(stack, "topic", props)), "aws_sns_topic_policy.alerts")
    [published] = [one for one in statements if one["Sid"] == "PublishEvents"]
    assert published["Principal"] == {"Service": ["events.amazonaws.com"]}
    assert published["Condition"] == {"ArnEquals": {"aws:SourceArn": [rule]}}
    service = rule_key_service(HERE, "shop-production-alerts")
    topic = HERE.arn("sns", "shop-production-alerts")
    assert service.conditions == {"StringEquals": {"kms:EncryptionContext:aws:sns:topicArn": topic}}


def test_the_topic_is_encrypted_with_a_customers_key(synthesized: dict[str, Any]) -> None:
    """CloudWatch cannot use the one AWS keeps for SNS."""
    assert resource(synthesized, "aws_sns_topic.alerts")["kms_master_key_id"] == KEY_ARN


def test_everybody_to_notify_is_subscribed(synthesized: dict[str, Any]) -> None:
    """In the order given."""
    subscriptions = synthesized["resource"]["aws_sns_topic_subscription"]
    assert {name: body["endpoint"] for name, body in subscriptions.items()} == {
        "alerts_1": "oncall@example.com",
        "alerts_2": "lead@example.com",
    }
