from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from relinfra.evidence import Output
from relinfra.evidence.declared import Declarations
from relinfra.evidence.stack import Stack
from relinfra.policy import Waiver
from relinfra.policy.accepted_value import Place

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


BUCKET = {"bucket": "assets"}
COPIED = {"bucket": "${aws_s3_bucket.assets.id}", "rule": [{"status": "Enabled"}, {"status": "Enabled"}]}
COPIES = "aws_s3_bucket_replication_configuration"
ENABLED = {f"{COPIES}.rule.status": "Enabled"}


def _place(**resources: dict[str, Any]) -> Place:
    """Return the bucket of a stack with what else is there."""
    stack = Stack("data", (), {"resource": {"aws_s3_bucket": {"assets": BUCKET}, **resources}}, {})
    found = stack.get("aws_s3_bucket.assets")
    assert found
    return Place(Output("0.21.0", {"data": stack}, Declarations({})), found)


@pytest.mark.parametrize(
    ("accepts", "copies", "admitted"),
    [
        (ENABLED, {"assets": COPIED}, True),
        (ENABLED, {"assets": COPIED | {"rule": [{"status": "Enabled"}, {"status": "Disabled"}]}}, False),
        (ENABLED, {"assets": COPIED | {"rule": {"status": "${var.status}"}}}, False),
        (ENABLED, {"assets": COPIED | {"rule": [{"status": "Enabled"}, {}]}}, False),
        (ENABLED, {"assets": COPIED, "more": COPIED | {"rule": {"status": "Disabled"}}}, False),
        (ENABLED, {"other": COPIED | {"bucket": "${aws_s3_bucket.other.id}"}}, False),
        (ENABLED, {}, False),
        ({"bucket": "assets"}, {}, True),
        ({"bucket": "another"}, {}, False),
        ({"force_destroy": True}, {}, False),
        ({}, {}, True),
    ],
)
def test_an_accepted_value_is_read_where_it_stands(
    accepts: dict[str, str], copies: dict[str, dict[str, Any]], admitted: bool
) -> None:
    """A replication that is switched off elsewhere is not the one that was accepted, nor is one of two rules."""
    waiver = WAIVER.model_copy(update={"accepts": accepts})

    assert waiver.admits(_place(**{COPIES: copies})) is admitted
    assert waiver.admits(None) is (not accepts)
