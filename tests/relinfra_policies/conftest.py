"""Judging Terraform JSON, as cdktf writes it, with the real Checkov."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from relinfra.matrix import Matrix
from relinfra.policy.engine import scan
from relinfra.stacks import ReleaseApp

SHOP = Path(__file__).parents[2] / "examples" / "shop" / "relinfra.yaml"

Addresses = set[str]
Judge = Callable[..., tuple[Addresses, Addresses]]


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    """Return a function: a policy and blocks by kind in; the addresses that passed and failed out."""

    def ask(policy: str, **blocks: Any) -> tuple[Addresses, Addresses]:
        stack = tmp_path / "cdk.tf.json"
        stack.write_text(json.dumps(blocks, indent=2), "utf-8")
        verdicts = [verdict for verdict in scan(tmp_path).verdicts if verdict.policy == policy]
        return (
            {verdict.address for verdict in verdicts if verdict.passed},
            {verdict.address for verdict in verdicts if not verdict.passed},
        )

    return ask


@pytest.fixture(scope="session")
def synthesized(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's output."""
    out = tmp_path_factory.mktemp("sabotage") / "cdktf.out"
    ReleaseApp(Matrix.load(SHOP), out).synth()
    return out


@pytest.fixture(scope="session")
def stacks(synthesized: Path) -> Mapping[str, Mapping[str, Any]]:
    """The production stacks of the example by their last name."""
    folders = sorted((synthesized / "stacks").glob("shop-production-*"))
    return {one.name.rpartition("-")[2]: json.loads((one / "cdk.tf.json").read_text("utf-8")) for one in folders}
