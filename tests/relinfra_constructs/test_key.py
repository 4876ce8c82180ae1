from typing import Any

from relinfra_constructs.key import EncryptionKey, EncryptionKeyProps, KeyService, logs_service
from tests.support import HERE, addresses, policy, resource, synthesize


def key(**arguments: Any) -> dict[str, Any]:
    props = EncryptionKeyProps(
        name="shop-production-data",
        terraform_name="data",
        description="Data",
        placement=HERE,
        **arguments,
    )
    return synthesize(lambda stack: EncryptionKey(stack, "key", props))


def test_a_key_rotates_and_cannot_be_lost_within_a_month() -> None:
    """Rotation is on and deletion waits as long as AWS allows."""
    body = resource(key(), "aws_kms_key.data")
    assert body["enable_key_rotation"] is True
    assert body["deletion_window_in_days"] == 30


def test_a_key_has_an_alias_of_the_same_terraform_name() -> None:
    """People find the key by name."""
    synthesized = key()
    assert addresses(synthesized) == ["aws_kms_alias.data", "aws_kms_key.data"]
    assert resource(synthesized, "aws_kms_alias.data")["name"] == "alias/shop-production-data"


def test_without_services_only_the_account_may_use_a_key() -> None:
    """No service principal gets in unasked."""
    statements = policy(key(), "aws_kms_key.data")
    assert [statement["Principal"] for statement in statements] == [{"AWS": ["arn:aws:iam::111111111111:root"]}]


def test_a_service_uses_a_key_under_its_conditions_only() -> None:
    """SNS of another account cannot have our key decrypt for it."""
    alarms = KeyService(
        principal="cloudwatch.amazonaws.com",
        conditions={"StringEquals": {"aws:SourceAccount": HERE.account}},
    )
    assert policy(key(services=[alarms]), "aws_kms_key.data")[1] == {
        "Sid": "AllowCloudwatch",
        "Effect": "Allow",
        "Principal": {"Service": ["cloudwatch.amazonaws.com"]},
        "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
        "Resource": ["*"],
        "Condition": {"StringEquals": {"aws:SourceAccount": "111111111111"}},
    }


def test_cloudwatch_logs_encrypts_the_named_log_groups_and_no_others() -> None:
    """The encryption context ties the grant to the groups."""
    statement = policy(key(services=[logs_service(HERE, "/a", "/b")]), "aws_kms_key.data")[1]
    assert statement["Principal"] == {"Service": ["logs.us-east-1.amazonaws.com"]}
    assert statement["Condition"] == {
        "ArnLike": {
            "kms:EncryptionContext:aws:logs:arn": [
                "arn:aws:logs:us-east-1:111111111111:log-group:/a",
                "arn:aws:logs:us-east-1:111111111111:log-group:/b",
            ]
        }
    }


def test_a_key_may_lie_in_another_region_than_its_stack() -> None:
    """Key and alias move together."""
    synthesized = key(region="us-west-2")
    assert resource(synthesized, "aws_kms_key.data")["region"] == "us-west-2"
    assert resource(synthesized, "aws_kms_alias.data")["region"] == "us-west-2"
