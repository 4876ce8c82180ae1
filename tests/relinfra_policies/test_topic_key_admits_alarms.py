from typing import Any

from relinfra_policies.topic_key_admits_alarms import check


def test_a_topic_has_a_customer_key(judge: Any) -> None:
    """Neither none nor the key of AWS, which no alarm may use."""
    passed, failed = judge(
        check.id,
        resource={
            "aws_sns_topic": {
                "good": {"kms_master_key_id": "${aws_kms_key.observability.arn}"},
                "good_alias": {"kms_master_key_id": "alias/shop-production-observability"},
                "bad_without": {"name": "alerts"},
                "bad_alias": {"kms_master_key_id": "alias/aws/sns"},
                "bad_arn": {"kms_master_key_id": "arn:aws:kms:us-east-1:111111111111:alias/aws/sns"},
            }
        },
    )

    assert passed == {"aws_sns_topic.good", "aws_sns_topic.good_alias"}
    assert failed == {"aws_sns_topic.bad_without", "aws_sns_topic.bad_alias", "aws_sns_topic.bad_arn"}
