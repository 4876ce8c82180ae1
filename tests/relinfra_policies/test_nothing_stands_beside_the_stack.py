"""Nothing stands beside a synthesized stack."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.relinfra_policies.conftest import Judge

POLICY = "CKV_RELINFRA_90"
STACK = {"terraform": {"backend": {"s3": {"bucket": "acme", "key": "a.tfstate"}}}, "resource": {"aws_eip": {"a": {}}}}


def test_what_relinfra_writes_passes(judge: Judge, tmp_path: Path) -> None:
    """Versions stand in a file of their own, tests are read by `terraform test` alone."""
    (tmp_path / "versions.tf").write_text("terraform {}\n", "utf-8")
    (tmp_path / "stack.tftest.json").write_text("{}", "utf-8")

    passed, failed = judge(POLICY, **STACK)

    assert passed == {"terraform"}
    assert failed == set()


@pytest.mark.parametrize("name", ["main.tf", "eip_override.tf", "x.auto.tfvars", "terraform.tfvars.json"])
def test_what_terraform_would_read_too_fails(name: str, judge: Judge, tmp_path: Path) -> None:
    """Configuration, overrides and values."""
    (tmp_path / name).write_text("", "utf-8")

    passed, failed = judge(POLICY, **STACK)

    assert passed == set()
    assert failed == {"terraform"}
