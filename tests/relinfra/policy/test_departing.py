"""A finding of a rule that holds a contract says what departs."""

from __future__ import annotations

import json
from typing import Any

import pytest

from relinfra.evidence.resource import Resource
from relinfra.policy.departing import departing

VALUES = "identifier: main | multi_az: true | parameter(rds.force_ssl).value: 1"
MAIN = {"identifier": "main", "multi_az": True, "parameter": [{"name": "rds.force_ssl", "value": "1"}]}


def _main(**changes: Any) -> Resource:
    body = json.loads(json.dumps(MAIN | {"//": {"contract": {"values": VALUES}}} | changes))
    return Resource("data", "aws_db_instance", "main", body)


@pytest.mark.parametrize(
    ("changes", "arguments"),
    [
        ({}, ()),
        ({"multi_az": False}, ("multi_az",)),
        ({"multi_az": None}, ("multi_az",)),
        ({"iops": 3000}, ("iops",)),
        ({"parameter": [{"name": "rds.force_ssl", "value": "0"}]}, ("parameter(rds.force_ssl).value",)),
        ({"iops": 3000, "identifier": "other"}, ("identifier", "iops")),
    ],
)
def test_what_departs_is_named(changes: dict[str, Any], arguments: tuple[str, ...]) -> None:
    """With its path: what has another value, what is missing, and what is there beside."""
    assert departing("CKV_RELINFRA_168", _main(**changes)) == arguments


GRANTS = (
    "Action/sns:Publish Effect/Allow Resource/arn:1 | Action/kms:Decrypt Action/kms:Encrypt Effect/Allow Resource/*"
)
PUBLISH = {"Effect": "Allow", "Action": ["sns:Publish"], "Resource": ["arn:1"], "Sid": "Publish"}
DECRYPT = {"Effect": "Allow", "Action": ["kms:Decrypt", "kms:Encrypt"], "Resource": ["*"]}


@pytest.mark.parametrize(
    ("statements", "departed"),
    [
        ((PUBLISH, DECRYPT), ()),
        ((PUBLISH,), ("policy(kms:Decrypt)",)),
        ((PUBLISH | {"Resource": ["*"]}, DECRYPT), ("policy(sns:Publish)",)),
        ((PUBLISH, DECRYPT, {"Effect": "Allow", "NotAction": ["s3:*"], "Resource": ["*"]}), ("policy(s3:*)",)),
    ],
)
def test_a_statement_that_departs_is_named_by_what_it_allows(
    statements: tuple[dict[str, Any], ...], departed: tuple[str, ...]
) -> None:
    """Added, changed or taken away."""
    body = {"policy": json.dumps({"Statement": statements}), "//": {"contract": {"grants": GRANTS}}}
    assert departing("CKV_RELINFRA_160", Resource("service", "aws_iam_role_policy", "web", body)) == departed


def test_a_reference_that_is_gone_is_named() -> None:
    """As well as what is no longer waited for."""
    contract = {"leads": "aws_kms_key:main:arn aws_vpc:main:id", "after": "aws_s3_bucket_policy:main"}
    body = {"vpc_id": "${aws_vpc.main.id}", "kms_key_id": "arn:other", "//": {"contract": contract}}
    found = departing("CKV_RELINFRA_163", Resource("data", "aws_db_instance", "main", body))
    assert found == ("aws_kms_key.main.arn", "aws_s3_bucket_policy.main")


def test_other_policies_name_none() -> None:
    """Nor does one of what no stack holds."""
    assert departing("CKV_AWS_157", _main(multi_az=False)) == ()
    assert departing("CKV_RELINFRA_168", None) == ()
