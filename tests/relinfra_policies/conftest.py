"""Judging Terraform JSON, as cdktf writes it, with the real Checkov."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from relinfra.policy.engine import scan

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
