"""The scripts of the workflow, run by bash with stand-ins for the programs that reach out."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from relinfra.matrix import Matrix
from relinfra.pipeline import workflow

MATRIX = Path(__file__).parents[3] / "examples" / "shop" / "relinfra.yaml"
pytestmark = pytest.mark.skipif(shutil.which("jq") is None, reason="no jq, which GitHub's runners have")


def _protection(*reviewers: dict[str, str], wait: int = 0, branches: bool = True) -> dict[str, Any]:
    rules: list[dict[str, Any]] = [
        {"type": "required_reviewers", "reviewers": [{"reviewer": each} for each in reviewers]}
    ]
    rules += [{"type": "wait_timer", "wait_timer": wait}] if wait else []
    return {"protection_rules": rules, "deployment_branch_policy": {"protected_branches": True} if branches else None}


def run_job(
    job: str, folder: Path, programs: dict[str, str], text: str | None = None, **told: str
) -> subprocess.CompletedProcess[str]:
    """Run every script of a job in `folder`, with `programs` before all others on PATH, and what it is `told`."""
    found = yaml.safe_load(workflow(Matrix.parse((text or MATRIX.read_text()).encode())))["jobs"][job]
    tools = folder / "bin"
    tools.mkdir()
    for name, script in programs.items():
        (tools / name).write_text(f"#!/usr/bin/env bash\n{script}\n")
        (tools / name).chmod(0o755)
    each = [found["env"], *(step.get("env", {}) for step in found["steps"])]
    given = {name: value for env in each for name, value in env.items() if "${{" not in value}
    environment = {
        **given,
        "PATH": f"{tools}:{os.environ['PATH']}",
        "GITHUB_REPOSITORY": "acme/shop",
        "GITHUB_STEP_SUMMARY": str(folder / "summary"),
        "TF_PLUGIN_CACHE_DIR": str(folder / "plugins"),
        "TF_VAR_web_image_tag": "2.5.0",
        **told,
    }
    script = "\n".join(step["run"] for step in found["steps"] if "run" in step)
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("protection", "accepted"),
    [
        (_protection({"slug": "release-managers"}), True),
        (_protection({"login": "release-managers"}, {"slug": "others"}), True),
        (_protection({"slug": "others"}), False),
        (_protection(), False),
        (_protection({"slug": "release-managers"}, branches=False), False),
        ({"protection_rules": [], "deployment_branch_policy": None}, False),
    ],
)
def test_an_unprotected_environment_stops_the_release(
    tmp_path: Path, protection: dict[str, Any], accepted: bool
) -> None:
    """Unless GitHub really asks the matrix's reviewers, and only for main, nothing is deployed to production."""
    gh = f"cat <<'END'\n{json.dumps(protection)}\nEND"
    result = run_job("approval-production", tmp_path, {"gh": gh})
    assert (result.returncode == 0) is accepted, result.stderr
    assert ("::error::" in result.stdout) is not accepted


@pytest.mark.parametrize(("configured", "accepted"), [(0, False), (29, False), (30, True)])
def test_a_shorter_wait_stops_the_release(tmp_path: Path, configured: int, accepted: bool) -> None:
    """The environment must wait at least as long as the matrix asks."""
    text = MATRIX.read_text().replace("wait_minutes: 0", "wait_minutes: 30")
    gh = f"cat <<'END'\n{json.dumps(_protection({'slug': 'release-managers'}, wait=configured))}\nEND"
    assert (run_job("approval-production", tmp_path, {"gh": gh}, text).returncode == 0) is accepted


def stacks(folder: Path, *components: str) -> None:
    """Write into `folder` which stacks production has, by their components."""
    (folder / "out/cdktf.out").mkdir(parents=True)
    names = [f"shop-production-{component}" for component in components or ("network", "service")]
    environments = {"production": {"stacks": names}}
    (folder / "out/cdktf.out/relinfra.json").write_text(json.dumps({"environments": environments}))


def test_stacks_are_applied_in_order(tmp_path: Path) -> None:
    """Each stack is planned and that plan applied before the next one, with the providers of the lock file."""
    stacks(tmp_path)
    result = run_job("deploy-production", tmp_path, {"terraform": 'echo "$@" >> calls'})
    assert result.returncode == 0, result.stderr
    calls = (tmp_path / "calls").read_text().splitlines()
    done = [(call.split()[0].rpartition("-")[2], call.split()[1]) for call in calls]
    steps = ("init", "plan", "apply")
    assert [each for each in done if each[1] != "show"] == [(s, step) for s in ("network", "service") for step in steps]
    assert all("-lockfile=readonly" in call for call in calls if " init " in call)


def test_a_failed_stack_stops_those_after_it(tmp_path: Path) -> None:
    """When a stack cannot be applied, no later one is touched and the job fails."""
    stacks(tmp_path)
    terraform = 'echo "$@" >> calls\n[ "$2" != apply ]'
    result = run_job("deploy-production", tmp_path, {"terraform": terraform})
    assert result.returncode != 0
    assert "service" not in (tmp_path / "calls").read_text()


def test_an_unknown_environment_stops_the_deployment(tmp_path: Path) -> None:
    """An environment without stacks fails instead of deploying nothing."""
    (tmp_path / "out/cdktf.out").mkdir(parents=True)
    (tmp_path / "out/cdktf.out/relinfra.json").write_text('{"environments": {}}')
    assert run_job("deploy-production", tmp_path, {"terraform": "exit 1"}).returncode != 0


def test_a_dead_address_fails_the_smoke_test(tmp_path: Path) -> None:
    """The smoke test fails when an address does not answer with success."""
    assert run_job("smoke-production", tmp_path, {"curl": "exit 22"}).returncode != 0
