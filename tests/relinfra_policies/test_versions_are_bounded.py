"""Versions are bounded."""

from __future__ import annotations

from tests.relinfra_policies.conftest import Judge

POLICY = "CKV_RELINFRA_87"
BOUNDED = {
    "local": {"source": "./modules/vpc"},
    "registry": {"source": "terraform-aws-modules/vpc/aws", "version": "~> 6.0"},
    "exact": {"source": "terraform-aws-modules/vpc/aws", "version": "6.0.1"},
    "git": {"source": "git::https://example.com/vpc.git?ref=v1.2.0"},
}
UNBOUNDED = {
    "registry": {"source": "terraform-aws-modules/vpc/aws"},
    "newest": {"source": "terraform-aws-modules/vpc/aws", "version": ">= 6.0"},
    "git": {"source": "git::https://example.com/vpc.git"},
    "github": {"source": "github.com/hashicorp/example"},
}


def test_modules_with_a_bound_pass(judge: Judge) -> None:
    """A local one is of the same commit."""
    passed, failed = judge(POLICY, module=BOUNDED)

    assert passed == {f"module.{name}" for name in BOUNDED}
    assert failed == set()


def test_modules_without_a_bound_fail(judge: Judge) -> None:
    """Neither a lower bound nor a branch holds anything."""
    passed, failed = judge(POLICY, module=UNBOUNDED)

    assert passed == set()
    assert failed == {f"module.{name}" for name in UNBOUNDED}
