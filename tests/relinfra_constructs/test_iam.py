import json
from typing import Any

from relinfra_constructs.cdk import TerraformStack
from relinfra_constructs.iam import Statement, aws_managed_policy, document, service_role
from relinfra_constructs.placement import Placement
from tests.support import HERE, addresses, policy, resource, synthesize

BACKUP = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"


def role(**arguments: Any) -> dict[str, Any]:
    def build(stack: TerraformStack) -> None:
        service_role(stack, "backup", physical_name="shop-backup", placement=HERE, service="backup", **arguments)

    return synthesize(build)


def test_a_document_says_only_what_was_said() -> None:
    """Absent members stay absent, and equal statements give equal text."""
    statement = Statement(actions=["s3:GetObject"], resources=["arn:aws:s3:::a/*"])
    assert json.loads(document(statement)) == {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::a/*"]}],
    }
    assert document(statement) == document(Statement(actions=("s3:GetObject",), resources=("arn:aws:s3:::a/*",)))


def test_a_role_trusts_its_service_for_this_account_and_resource_only() -> None:
    """Another account's use of the same service cannot borrow the role."""
    synthesized = role(source_account="111111111111", source_arn="arn:aws:backup:*:111111111111:*")
    assert policy(synthesized, "aws_iam_role.backup", "assume_role_policy") == [
        {
            "Effect": "Allow",
            "Action": ["sts:AssumeRole"],
            "Principal": {"Service": ["backup.amazonaws.com"]},
            "Condition": {
                "StringEquals": {"aws:SourceAccount": "111111111111"},
                "ArnLike": {"aws:SourceArn": "arn:aws:backup:*:111111111111:*"},
            },
        }
    ]


def test_an_attachment_is_named_after_its_policy_so_that_order_does_not_matter() -> None:
    """Adding a managed policy before another renames nothing."""
    synthesized = role(managed_policies=[BACKUP])
    address = "aws_iam_role_policy_attachment.backup_AWSBackupServiceRolePolicyForBackup"
    assert addresses(synthesized) == ["aws_iam_role.backup", address]
    assert resource(synthesized, address)["policy_arn"] == BACKUP


def test_statements_become_an_inline_policy_of_the_role() -> None:
    """What only this role may do dies with it."""
    statement = Statement(actions=["logs:PutLogEvents"], resources=[HERE.arn("logs", "log-group:a:*")])
    synthesized = role(statements=[statement])
    assert resource(synthesized, "aws_iam_role_policy.backup")["role"] == "${aws_iam_role.backup.name}"
    assert policy(synthesized, "aws_iam_role_policy.backup") == [statement.to_json()]


def test_managed_policies_are_those_of_the_partition() -> None:
    """In GovCloud the ARN says so."""
    govcloud = Placement(account="111111111111", region="us-gov-west-1")
    assert aws_managed_policy(HERE, BACKUP.partition("policy/")[2]) == BACKUP
    assert aws_managed_policy(govcloud, "ReadOnlyAccess") == "arn:aws-us-gov:iam::aws:policy/ReadOnlyAccess"
