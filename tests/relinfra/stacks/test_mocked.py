"""Values that stand in for what a `terraform test` cannot read."""

from __future__ import annotations

from typing import Any

import pytest

from relinfra.stacks.mocked import mock_data, mock_outputs

PROVIDER = {"aws": [{"region": "eu-west-1", "allowed_account_ids": ["333333333333"]}]}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("${aws_kms_key.data.arn}", "arn:aws:kms:eu-west-1:333333333333:data"),
        ("${local.main_secret_arn}", "arn:aws:mock:eu-west-1:333333333333:local"),
        ("${aws_db_instance.main.master_user_secret[0].secret_arn}", "arn:aws:db:eu-west-1:333333333333:main"),
        ("${data.aws_vpc.existing.cidr_block}", "10.0.0.0/16"),
        ("${aws_eip.nat_1.public_ip}", "192.0.2.1"),
        ("${aws_vpc.main.id}", "main-id"),
        ("${aws_s3_bucket.assets.bucket}", "shop-assets"),
        ("${aws_s3_bucket.assets.region}", "assets-region"),
        ('${join("", aws_eip.nat[*].id)}', "mock"),
    ],
)
def test_an_output_has_the_form_that_terraform_demands(expression: str, value: str) -> None:
    """And is what the stack itself states, where it states it."""
    bucket = {"bucket": "shop-assets", "region": "${var.region}"}
    source: dict[str, Any] = {
        "provider": PROVIDER,
        "output": {"one": {"value": expression}},
        "resource": {"aws_s3_bucket": {"assets": bucket}},
    }
    assert mock_outputs(source) == {"one": value}


def test_a_data_source_has_the_form_that_terraform_demands() -> None:
    """Zones of the region and ARNs; the rest is left to Terraform, and remote states to their overrides."""
    types = ("aws_availability_zones", "aws_secretsmanager_secret", "aws_route53_zone", "terraform_remote_state")
    found = mock_data({"provider": PROVIDER, "data": {name: {"one": {}} for name in types}})
    assert found["aws_availability_zones"]["defaults"]["names"][0] == "eu-west-1a"
    assert found["aws_secretsmanager_secret"]["defaults"]["arn"].startswith("arn:aws:secretsmanager:eu-west-1:")
    assert "terraform_remote_state" not in found


def test_a_stack_without_a_provider_needs_no_mock() -> None:
    """A team's own, of another kind."""
    assert mock_data({}) == {}
    assert mock_outputs({}) == {}
