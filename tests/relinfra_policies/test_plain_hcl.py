"""What a stack says of itself, judged in HCL too, where Checkov knows nothing of settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from relinfra.policy.loading import checkov

SETTINGS = """
terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = ">= 5.0" }
  }
  backend "s3" {
    bucket = "state"
    key    = "all"
  }
}
"""
REST = """
resource "null_resource" "hook" {
  provisioner "local-exec" { command = "true" }
}
resource "aws_ssm_parameter" "leak" {
  name  = "x"
  type  = "SecureString"
  value = "AKIAIOSFODNN7EXAMPLE"
}
data "terraform_remote_state" "other" {
  backend = "s3"
  config  = { bucket = "elsewhere", key = "all" }
}
"""
PROGRAM, SECRET = "CKV_RELINFRA_89 null_resource.hook", "CKV_RELINFRA_110 aws_ssm_parameter.leak"


@pytest.mark.parametrize(
    ("text", "failed"),
    [
        (SETTINGS + REST, {"CKV_RELINFRA_85", "CKV_RELINFRA_87", "CKV_RELINFRA_88", PROGRAM, SECRET}),
        (REST, {PROGRAM, SECRET}),
        (
            SETTINGS.replace(">= 5.0", "~> 6.0").replace('"all"', '"all"\n    encrypt = true\n    use_lockfile = true'),
            set(),
        ),
    ],
)
def test_settings_programs_and_secrets_are_found_in_hcl(tmp_path: Path, text: str, failed: set[str]) -> None:
    """By the real Checkov; a folder without settings may be a module, of which neither state nor versions are asked."""
    (tmp_path / "main.tf").write_text(text)
    rules = {f"CKV_RELINFRA_{number}" for number in (85, 86, 87, 88, 89, 90, 110)}
    scan = checkov("run_fixtures", tmp_path.resolve())
    found = {(one.policy, one.address) for one in scan.verdicts if one.policy in rules and not one.passed}

    assert {f"{rule} {place}" if f"{rule} {place}" in failed else rule for rule, place in found} == failed
