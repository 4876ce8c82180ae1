"""A synthesized folder in small: two environments, one stack each, as `relinfra synth` writes them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from relinfra.domain.versions_file import versions_text

Write = Callable[..., Path]

ALARM = {
    "alarm_name": "web-5xx",
    "metric_name": "HTTPCode_Target_5XX_Count",
    "treat_missing_data": "notBreaching",
}
RESOURCES: dict[str, Any] = {
    "aws_sns_topic": {"alerts": {"name": "alerts", "kms_master_key_id": "alias/aws/sns"}},
    "aws_cloudwatch_metric_alarm": {"web": ALARM},
    "aws_cloudwatch_log_group": {"web": {"name": "web", "retention_in_days": 30}},
    "aws_vpc": {"main": {"cidr_block": "10.0.0.0/16"}},
    "aws_subnet": {"web": {"vpc_id": "${aws_vpc.main.id}", "cidr_block": "10.0.0.0/24"}},
    "aws_security_group": {"web": {"vpc_id": "${aws_vpc.main.id}", "description": "web"}},
}
DATA = {"aws_iam_policy_document": {"any": {"statement": [{"actions": ["*"], "resources": ["*"]}]}}}


def _stack(environment: str) -> dict[str, Any]:
    tags = {"project": "shop", "environment": environment}
    return {
        "//": {"metadata": {"stackName": f"shop-{environment}", "version": "0.21.0"}},
        "data": DATA,
        "provider": {"aws": [{"allowed_account_ids": ["111111111111"], "default_tags": [{"tags": tags}]}]},
        "resource": RESOURCES,
        "terraform": {"backend": {"s3": {"bucket": "state", "use_lockfile": True}}},
    }


@pytest.fixture
def synthesized(tmp_path: Path) -> Write:
    """Return a function that writes a folder: waivers in, and by stack what its files hold instead."""

    def write(*waivers: dict[str, Any], **changed: dict[str, Any]) -> Path:
        folder = tmp_path / "cdktf.out"
        names = {environment: f"shop-{environment}" for environment in ("staging", "production")}
        for environment, name in names.items():
            body = _stack(environment) | changed.get(environment, {})
            _json(folder / "stacks" / name / "cdk.tf.json", body)
            (folder / "stacks" / name / "versions.tf").write_text(versions_text(">= 1.10"))
        stacks = {name: {"synthesizedStackPath": f"stacks/{name}/cdk.tf.json"} for name in names.values()}
        _json(folder / "manifest.json", {"version": "0.21.0", "stacks": stacks})
        _json(folder / "relinfra.json", {"version": 1, "project": "shop", "waivers": list(waivers)})
        return folder

    return write


def _json(file: Path, body: dict[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(body, indent=2), "utf-8")


@pytest.fixture
def waiver() -> dict[str, Any]:
    """Return a waiver for the topic's key, in staging, until the end of 2026."""
    return {
        "policy": "CKV_RELINFRA_9",
        "resources": ["aws_sns_topic.*"],
        "environments": ["staging"],
        "reason": "The topic carries no alarms yet",
        "owner": "platform-team",
        "expires": "2026-12-31",
        "ticket": "OPS-1",
        "file": "relinfra.yaml",
        "line": 70,
    }
