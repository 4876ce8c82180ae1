"""What one stack reads of another is given there."""

from __future__ import annotations

import json
from pathlib import Path

from relinfra.policy.engine import scan


def test_a_stack_reads_outputs_that_exist(tmp_path: Path) -> None:
    """A reader passes where the other stack gives the output; of a state that is not in the run nothing is known."""
    _write(tmp_path / "network", "network", output={"vpc_id": {"value": "${aws_vpc.main.id}"}})
    for name, wanted in (("data", "vpc_id"), ("service", "subnet_id")):
        _write(tmp_path / name, name, **_reading("network", wanted))
    _write(tmp_path / "alone", "alone", **_reading("elsewhere", "vpc_id"))

    said = [one for one in scan(tmp_path).verdicts if one.policy == "CKV_RELINFRA_166"]
    passed = {one.file for one in said if one.passed}
    failed = {one.file for one in said if not one.passed}

    assert passed == {"data/cdk.tf.json"}
    assert failed == {"service/cdk.tf.json"}


def _reading(stack: str, output: str) -> dict[str, object]:
    config = {"bucket": "acme", "key": f"{stack}.tfstate", "region": "eu-west-1"}
    return {
        "data": {"terraform_remote_state": {"other": {"backend": "s3", "config": config}}},
        "resource": {
            "aws_security_group": {"x": {"vpc_id": f"${{data.terraform_remote_state.other.outputs.{output}}}"}}
        },
    }


def _write(folder: Path, name: str, **blocks: object) -> None:
    state = {"terraform": {"backend": {"s3": {"bucket": "acme", "key": f"{name}.tfstate"}}}}
    body = {"resource": {"aws_vpc": {"main": {"cidr_block": "10.0.0.0/16"}}}, **state, **blocks}
    folder.mkdir()
    (folder / "cdk.tf.json").write_text(json.dumps(body, indent=2), "utf-8")
