"""States are kept under keys of their own."""

from __future__ import annotations

import json
from pathlib import Path

from relinfra.policy.engine import scan


def test_two_stacks_of_one_key_fail(tmp_path: Path) -> None:
    """Also where no matrix declares what the key should be; a third one passes."""
    for name, key in (("a", "one.tfstate"), ("b", "one.tfstate"), ("c", "two.tfstate")):
        (tmp_path / name).mkdir()
        body = {"terraform": {"backend": {"s3": {"bucket": "acme", "key": key}}}, "resource": {"aws_eip": {"x": {}}}}
        (tmp_path / name / "cdk.tf.json").write_text(json.dumps(body, indent=2), "utf-8")

    said = [one for one in scan(tmp_path).verdicts if one.policy == "CKV_RELINFRA_86"]
    passed = {one.file for one in said if one.passed}
    failed = {one.file for one in said if not one.passed}

    assert passed == {"c/cdk.tf.json"}
    assert failed == {"a/cdk.tf.json", "b/cdk.tf.json"}
