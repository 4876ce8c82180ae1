"""Gate and execution record as the workflow runs them: the scripts of its jobs, with the real relinfra."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from relinfra.matrix import Matrix
from relinfra.pipeline import workflow
from tests import forked
from tests.relinfra.pipeline.test_scripts import MATRIX, run_job

OPEN = {"check": "gate", "ok": True, "findings": [], "stopping": [], "notices": []}
OBSTACLE = {"rule": "freeze", "found": "2026-12-08 lies in a freeze", "remedy": "deploy after it", "places": []}
SHUT = {**OPEN, "ok": False, "findings": ["freeze: 2026-12-08 lies in a freeze"], "stopping": [OBSTACLE]}
APPROVALS = [
    {"state": "approved", "user": {"login": "mo"}, "environments": [{"name": "production"}]},
    {"state": "rejected", "user": {"login": "kim"}, "environments": [{"name": "production"}]},
    {"state": "approved", "user": {"login": "lee"}, "environments": [{"name": "staging"}]},
]
GATE, BEGINS = "The release may go here now", "Record that the deployment begins"
DONE, ENDS = "Record what was done", "Record the end of the deployment"
TOLD = {
    "RELEASE": "2.5.0",
    "GITHUB_SHA": "a" * 40,
    "STACKS": f"sha256:{'c' * 64}",
    "TF_VAR_web_image_tag": f"2.5.0@sha256:{'d' * 64}",
    "PYTHONPATH": ":".join(sys.path),
}


def real() -> str:
    """Return a program that is relinfra itself."""
    return f'exec {forked.command_line("relinfra")} "$@"'


def _answering(gate: dict[str, Any], code: int) -> dict[str, str]:
    """Programs in which only the gate says what it is told, and GitHub who approved."""
    answer = f"cat <<'END'\n{json.dumps(gate)}\nEND\nexit {code}"
    relinfra = f'if [ "$1" = gate ]; then\n{answer}\nfi\n{real()}'
    return {"relinfra": relinfra, "gh": f"cat <<'END'\n{json.dumps(APPROVALS)}\nEND"}


def _run(folder: Path, job: str, step: str, programs: dict[str, str], **told: str) -> subprocess.CompletedProcess[str]:
    return run_job(job, folder, programs, step=step, **{**TOLD, **told})


def _events(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text().splitlines()]


def _jobs() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(workflow(Matrix.load(MATRIX)))["jobs"]
    return found


def test_a_release_that_is_stopped_is_not_deployed(tmp_path: Path) -> None:
    """What stands against it is in the summary, with what to do; who approved, and how it ended, in the record."""
    result = _run(tmp_path, "deploy-production", GATE, _answering(SHUT, 1))
    assert result.returncode == 1, result.stderr
    assert "- freeze: 2026-12-08 lies in a freeze\n  deploy after it" in (tmp_path / "summary").read_text()
    assert "::error::release 2.5.0 may not go to production now" in result.stdout
    approved, met, checked = _events(tmp_path / "record/production.jsonl")
    assert (approved["by"], approved["stage"], met["criterion"]) == ("mo", "production", "policies")
    assert (checked["check"], checked["passed"]) == ("gate", False)
    steps = [step.get("name") for step in _jobs()["deploy-production"]["steps"]]
    assert steps.index(GATE) < next(i for i, name in enumerate(steps) if name and name.startswith("Apply"))


def test_a_gate_that_cannot_be_asked_stops_too(tmp_path: Path) -> None:
    """With its own code, since nobody knows what it would say."""
    assert _run(tmp_path, "deploy-production", GATE, _answering({}, 2)).returncode == 2


def test_without_a_release_nobody_is_asked(tmp_path: Path) -> None:
    """The workflow deploys all the same, and says so; no step of the record runs."""
    result = _run(tmp_path, "deploy-production", GATE, {"relinfra": "exit 3", "gh": "exit 3"}, RELEASE="")
    assert result.returncode == 0, result.stderr
    assert "::warning::no release in releases/ is open" in result.stdout
    for name, job in _jobs().items():
        for step in job["steps"]:
            if "relinfra record" in step.get("run", "") and step.get("name") != GATE:
                own = f"{step.get('if', '')} {job['if'] if name == 'record' else ''}"
                assert "env.RELEASE" in own or "steps.begun" in own or "outputs.release" in own, step["name"]


@pytest.mark.parametrize(("releases", "named"), [(True, "2.5.0"), (False, "")])
def test_the_run_is_of_the_newest_open_release(tmp_path: Path, releases: bool, named: str) -> None:
    """Of none where there is no file."""
    if releases:
        shutil.copytree(MATRIX.parent / "releases", tmp_path / "releases")
    step = "The release that this run is of, where a file says so"
    result = _run(tmp_path, "build", step, {"relinfra": real()})
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "output").read_text() == f"release={named}\n"


def test_the_real_gate_is_asked_with_what_the_run_saw(synthesized: Callable[[str], Path], tmp_path: Path) -> None:
    """It finds the approval of this run and that policies hold, and still lists what the release file lacks."""
    shutil.copytree(MATRIX.parent / "releases", tmp_path / "releases")
    shutil.copy(MATRIX, tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out/cdktf.out").symlink_to(synthesized("shop"))
    programs = {"relinfra": real(), "gh": f"cat <<'END'\n{json.dumps(APPROVALS)}\nEND"}
    result = _run(tmp_path, "deploy-production", GATE, programs)
    assert result.returncode == 1, result.stderr
    gate = json.loads((tmp_path / "record/gate-production.json").read_text())
    rules = {one["rule"] for one in gate["stopping"]}
    assert "criterion rehearsed" in rules
    assert not rules & {"approval", "state", "criterion policies"}


@pytest.mark.parametrize(
    ("deployed", "smoked", "outcomes"),
    [
        ("success", "success", ["succeeded", "succeeded"]),
        ("success", "failure", ["succeeded", "failed"]),
        ("cancelled", "", ["cancelled", "cancelled"]),
    ],
)
def test_a_deployment_is_recorded_from_its_begin_to_its_end(
    tmp_path: Path, deployed: str, smoked: str, outcomes: list[str]
) -> None:
    """It ends where it failed, otherwise with the smoke test; one job adds to what the one before wrote."""
    programs = {"relinfra": real()}
    (tmp_path / "record").mkdir()
    assert _run(tmp_path, "deploy-production", BEGINS, programs).returncode == 0
    steps = f"production,apply,{deployed}"
    done = _run(tmp_path, "deploy-production", DONE, programs, OUTCOME=deployed, STEPS=steps)
    assert done.returncode == 0, done.stderr
    if smoked:
        (tmp_path / "smoke").mkdir()
        smoke = {"check": "smoke", "ok": smoked == "success", "findings": []}
        (tmp_path / "smoke/production.json").write_text(json.dumps(smoke))
        ended = _run(tmp_path, "smoke-production", ENDS, programs, OUTCOME=smoked)
        assert ended.returncode == 0, ended.stderr
    found = _events(tmp_path / "record/production.jsonl")
    started, *_ = found
    assert started["images"] == {"web": f"sha256:{'d' * 64}"}
    assert (started["commit"], started["stacks"]) == ("a" * 40, f"sha256:{'c' * 64}")
    assert [one["outcome"] for one in found if one["event"] in ("step", "finished")] == outcomes
    assert [one["check"] for one in found if one["event"] == "checked"] == (["smoke"] if smoked else [])


def test_the_records_of_all_jobs_become_one(tmp_path: Path) -> None:
    """Each event once, with what the repository holds of the release already."""
    programs = {"relinfra": real()}
    (tmp_path / "record").mkdir()
    assert _run(tmp_path, "deploy-production", BEGINS, programs).returncode == 0
    for folder in ("record-production", "recorded-production"):
        (tmp_path / "records" / folder).mkdir(parents=True)
        shutil.copy(tmp_path / "record/production.jsonl", tmp_path / "records" / folder)
    name = "What happened to the release, as one record"
    result = _run(tmp_path, "record", name, programs)
    assert result.returncode == 0, result.stderr
    assert [one["event"] for one in _events(tmp_path / "record/2.5.0.record.jsonl")] == ["started"]
    assert "production" in (tmp_path / "summary").read_text()
    shutil.rmtree(tmp_path / "records")
    (tmp_path / "record/2.5.0.record.jsonl").unlink()
    nothing = _run(tmp_path, "record", name, programs)
    assert nothing.returncode == 0, nothing.stderr
    assert "nothing was deployed" in nothing.stdout


def test_the_record_is_kept_however_the_run_ends() -> None:
    """Uploads of it, and the job that makes one of them, run after a failure and a cancellation too."""
    jobs = _jobs()
    assert jobs["record"]["if"].startswith("always()")
    names = {"record-staging", "recorded-staging", "record-production", "recorded-production", "record"}
    kept = {
        str(step["with"]["name"]): str(step.get("if", ""))
        for job in jobs.values()
        for step in job["steps"]
        if "upload-artifact" in step.get("uses", "") and "record" in step["with"]["name"]
    }
    assert kept.keys() == names
    assert all(told.startswith("always()") for told in kept.values())
