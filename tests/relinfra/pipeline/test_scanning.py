"""What deploys waits for the scans of code and dependencies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from relinfra.matrix import Matrix
from relinfra.pipeline import workflow
from tests.relinfra.pipeline.test_scripts import MATRIX, pytestmark, run_job

__all__ = ["pytestmark"]

JOBS = yaml.safe_load(workflow(Matrix.load(MATRIX)))["jobs"]
OPEN, AUDIT = "No finding of High or more is open", "Known vulnerabilities of the dependencies"


def _alert(severity: str | None) -> dict[str, Any]:
    rule = {"description": "Code injection", "security_severity_level": severity}
    return {"rule": rule, "html_url": "https://github.com/acme/shop/security/code-scanning/1"}


def test_the_first_stage_waits_for_them() -> None:
    """A job that is never skipped as a whole: what needs a skipped one would be skipped too."""
    assert {"test", "scan", "policy"} <= set(JOBS["deploy-staging"]["needs"])
    assert "if" not in JOBS["scan"]
    assert all("SCANNED" in step["if"] for step in JOBS["scan"]["steps"])


@pytest.mark.parametrize(("severity", "code"), [("critical", 1), ("high", 1), ("medium", 0), (None, 0)])
def test_a_serious_finding_stops_the_release(tmp_path: Path, severity: str | None, code: int) -> None:
    """With what it is and where it is told; on each page of the answer."""
    pages = "".join(json.dumps(page) for page in ([], [_alert("low"), _alert(severity)]))
    result = run_job("scan", tmp_path, {"gh": f"echo '{pages}'"}, step=OPEN, GITHUB_REF="refs/heads/main")
    assert result.returncode == code, result.stderr
    assert ("Code injection: https://github.com/acme/shop/" in result.stdout) is bool(code)


def test_an_answer_that_fails_stops_the_release(tmp_path: Path) -> None:
    """It says nothing of the findings."""
    told = {"step": OPEN, "GITHUB_REF": "refs/heads/main"}
    assert run_job("scan", tmp_path, {"gh": "exit 1"}, **told).returncode != 0


def test_scanning_that_is_off_is_told(tmp_path: Path) -> None:
    """Nothing else would show that nobody looks."""
    result = run_job("scan", tmp_path, {}, step="Say that nothing is scanned")
    assert "::warning::code scanning is off" in result.stdout


@pytest.mark.parametrize("locked", [True, False])
def test_what_is_installed_is_looked_through(tmp_path: Path, locked: bool) -> None:
    """The lock where there is one; a vulnerability ends the job."""
    if locked:
        (tmp_path / "requirements.lock").touch()
    audit = 'echo "$@" > asked; exit 1'
    assert run_job("test", tmp_path, {"pip-audit": audit}, step=AUDIT).returncode == 1
    assert ("requirements.lock" in (tmp_path / "asked").read_text()) is locked
