from datetime import date

import pytest
from pydantic import ValidationError

from relinfra.policy import Waiver

WAIVER = Waiver(
    policy="CKV_AWS_18",
    resources=("aws_s3_bucket.assets*",),
    reason="r",
    owner="o",
    expires=date(2027, 6, 30),
)


@pytest.mark.parametrize(
    ("policy", "address", "covered"),
    [
        ("CKV_AWS_18", "aws_s3_bucket.assets", True),
        ("CKV_AWS_18", "aws_s3_bucket.assets_replica", True),
        ("CKV_AWS_18", "aws_s3_bucket.logs", False),
        ("CKV_AWS_18", "AWS_S3_BUCKET.ASSETS", False),
        ("CKV_AWS_1", "aws_s3_bucket.assets", False),
    ],
)
def test_a_waiver_covers_one_policy_at_matching_addresses(policy: str, address: str, covered: bool) -> None:
    """Addresses are case-sensitive, as Terraform's are; a policy id is no pattern."""
    assert WAIVER.covers(policy, address, "production") is covered


@pytest.mark.parametrize(("environments", "covered"), [(None, True), ((), True), (("staging",), False)])
def test_a_waiver_without_environments_covers_all(environments: tuple[str, ...] | None, covered: bool) -> None:
    """Naming none is naming all."""
    waiver = WAIVER.model_copy(update={"environments": environments})

    assert waiver.covers("CKV_AWS_18", "aws_s3_bucket.assets", "production") is covered


@pytest.mark.parametrize("missing", ["reason", "owner", "expires", "resources", "policy"])
def test_a_waiver_needs_reason_owner_and_date(missing: str) -> None:
    """There is no waiver without somebody to ask."""
    with pytest.raises(ValidationError, match=missing):
        Waiver.model_validate(WAIVER.model_dump(exclude={missing}))
