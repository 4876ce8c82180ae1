from typing import Any

from relinfra_constructs.account.other_account import RemoteRole
from relinfra_constructs.account.state_access import StateAccess
from relinfra_constructs.account.state_bucket import StateBucket, StateBucketProps
from relinfra_constructs.placement import Placement
from tests.support import HERE, policy, resource, synthesize

STATE = StateAccess(bucket="acme-tfstate", placement=HERE, prefix="shop/shop-staging-")
ROLE = "arn:aws:iam::999999999999:role/shop-staging-plan"


def bucket(**arguments: Any) -> dict[str, Any]:
    props = StateBucketProps(name="acme-tfstate", key_name="shop-state", placement=HERE, **arguments)
    return synthesize(lambda stack: StateBucket(stack, "state", props))


def test_every_state_ever_written_can_be_restored_for_a_year() -> None:
    """A broken state is repaired from the version before."""
    synthesized = bucket()
    versioning = resource(synthesized, "aws_s3_bucket_versioning.state")["versioning_configuration"]
    assert versioning == {"status": "Enabled"}
    (rule,) = resource(synthesized, "aws_s3_bucket_lifecycle_configuration.state")["rule"]
    assert rule["noncurrent_version_expiration"] == {"noncurrent_days": 365}


def test_terraform_refuses_to_destroy_the_bucket() -> None:
    """It holds what Terraform knows of everything else."""
    assert resource(bucket(), "aws_s3_bucket.state")["lifecycle"] == {"prevent_destroy": True}


def test_states_lie_under_the_key_or_are_refused() -> None:
    """The backend's `encrypt` would ask for another one; a request that names none gets the bucket's."""
    refusal = next(
        each for each in policy(bucket(), "aws_s3_bucket_policy.state") if "OtherEncr" in each.get("Sid", "")
    )
    assert refusal["Effect"] == "Deny"
    assert refusal["Condition"] == {
        "Null": {"s3:x-amz-server-side-encryption": "false"},
        "StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"},
    }


def test_a_role_of_another_account_is_admitted_to_its_states_and_their_key() -> None:
    """By condition, since AWS refuses principals that do not exist yet; nobody else of that account fits."""
    role = RemoteRole(arn=ROLE, statements=STATE.reading(), key_statements=STATE.opening())
    synthesized = bucket(remote_roles=[role])
    *_, read = policy(synthesized, "aws_s3_bucket_policy.state")
    assert read == {
        "Effect": "Allow",
        "Action": ["s3:GetObject"],
        "Resource": [f"arn:aws:s3:::acme-tfstate/shop/shop-staging-*.{kind}" for kind in ("tfstate", "applied.json")],
        "Principal": {"AWS": ["arn:aws:iam::999999999999:root"]},
        "Condition": {"ArnEquals": {"aws:PrincipalArn": ROLE}},
    }
    *_, opened = policy(synthesized, "aws_kms_key.state")
    assert opened["Action"] == ["kms:Decrypt"]
    assert opened["Condition"]["ArnEquals"] == {"aws:PrincipalArn": ROLE}
    assert opened["Condition"]["StringEquals"]["kms:ViaService"] == "s3.us-east-1.amazonaws.com"


def test_a_state_of_another_region_is_opened_there() -> None:
    """The key lies where the bucket does."""
    there = StateAccess(bucket="b", placement=Placement(account="1" * 12, region="eu-west-1"), prefix="p")
    (statement,) = there.opening()
    assert statement.resources == ["arn:aws:kms:eu-west-1:111111111111:key/*"]
