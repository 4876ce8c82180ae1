"""The region that stands by is asked after a release too, at its load balancer."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from relinfra.matrix import Matrix
from relinfra.pipeline import stages, workflow
from tests.relinfra.pipeline.test_scripts import pytestmark, run_job
from tests.relinfra.plan.conftest import EXAMPLES, merged
from tests.relinfra.plan.options import OPTIONS

__all__ = ["pytestmark"]

STEP = "It answers in time, and its alarms on errors and response times hold"
RELINFRA = """echo "$@" >> asked.txt
case "$*" in *--connect*) exit "${FAILS:-0}" ;; esac"""
AWS = """echo "$@" >> aws.txt; echo '{"LoadBalancers": [{"DNSName": "standby.example.com"}]}'"""


def matrix_with(option: str) -> str:
    """Return the minimal matrix with an option."""
    minimal = yaml.safe_load((EXAMPLES / "minimal/relinfra.yaml").read_text())
    return yaml.safe_dump(merged(minimal, OPTIONS[option]), sort_keys=False)


@pytest.mark.parametrize("fails", [False, True])
def test_the_region_that_stands_by_is_asked_at_its_load_balancer(fails: bool, tmp_path: Path) -> None:
    """Its names lead to the other one; a region that does not answer would not take over."""
    told = {"FAILS": "1" if fails else "0", "step": STEP}
    text = matrix_with("warm standby")
    result = run_job("smoke-production", tmp_path, {"relinfra": RELINFRA, "aws": AWS, "sleep": ":"}, text, **told)
    assert (result.returncode != 0) is fails, result.stderr
    assert "--region eu-west-2 --names hello-production" in (tmp_path / "aws.txt").read_text()
    asked = (tmp_path / "asked.txt").read_text()
    assert "smoke production out/cdktf.out --connect standby.example.com --no-metrics" in asked
    assert "--output smoke/production.recovery.json" in asked


@pytest.mark.parametrize("option", ["pilot light", "upgrade", "migration"])
def test_where_no_task_stands_by_none_is_asked(option: str) -> None:
    """A pilot light runs no task before people switch over."""
    matrix = Matrix.parse(matrix_with(option).encode())
    assert not any(stage.recoveries for stage in stages(matrix))
    assert "RECOVERIES" not in workflow(matrix)
