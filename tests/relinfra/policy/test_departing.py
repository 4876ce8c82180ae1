"""A finding of a rule that holds values says which argument departs."""

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


def test_other_policies_name_none() -> None:
    """Nor does one of what no stack holds."""
    assert departing("CKV_AWS_157", _main(multi_az=False)) == ()
    assert departing("CKV_RELINFRA_168", None) == ()
