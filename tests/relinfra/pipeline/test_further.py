"""The workflows beside the release: the way back, and what differs in AWS."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from relinfra.matrix import Matrix
from relinfra.pipeline import WorkflowSite, further_workflows
from relinfra.plan import write_plan
from tests.relinfra.pipeline.test_record import real
from tests.relinfra.plan.repository import with_history

EXAMPLES = Path(__file__).parents[3] / "examples"
MATRIX = Matrix.load(EXAMPLES / "shop/relinfra.yaml")
FILES = {Path(path).stem: text for path, text in further_workflows(MATRIX).items()}
Job = dict[str, Any]


def _jobs(name: str) -> dict[str, Job]:
    found: dict[str, Job] = yaml.safe_load(FILES[name])["jobs"]
    return found


def _script(job: Job) -> str:
    return "\n".join(step["run"] for step in job["steps"] if "run" in step)


def _ran(folder: Path, script: str, programs: dict[str, str], **told: str) -> subprocess.CompletedProcess[str]:
    tools = folder / "bin"
    tools.mkdir()
    for name, text in programs.items():
        (tools / name).write_text(f"#!/usr/bin/env bash\n{text}\n")
        (tools / name).chmod(0o755)
    environment = {
        "PATH": f"{tools}:{os.environ['PATH']}",
        "GITHUB_REPOSITORY": "acme/shop",
        "GITHUB_STEP_SUMMARY": str(folder / "summary"),
        "TF_PLUGIN_CACHE_DIR": str(folder / "plugins"),
        **told,
    }
    command = ["bash", "-eo", "pipefail", "-c", script]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_they_lie_beside_the_release() -> None:
    """Under names that tell several projects of a repository apart; recovery is rehearsed where there is some."""
    assert set(FILES) == {"drift", "rehearsal", "removal", "rollback"}
    site = WorkflowSite(folder="infra", path=".github/workflows/release-shop.yml")
    assert {Path(path).name for path in further_workflows(MATRIX, site)} == {f"{name}-shop.yml" for name in FILES}
    alone = EXAMPLES / "minimal" / "relinfra.yaml"
    assert {Path(path).stem for path in further_workflows(Matrix.load(alone))} == {"drift", "removal", "rollback"}


@pytest.mark.parametrize("name", sorted(FILES))
def test_each_is_as_careful_as_the_release(name: str) -> None:
    """No right by default, no expression in a script, scripts that parse; test_checkers has the rest."""
    workflow = yaml.safe_load(FILES[name])
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] > 0
        script = _script(job)
        assert "${{" not in script
        subprocess.run(["bash", "-n"], input=script, text=True, check=True)


def test_the_way_back_is_agreed_on_and_approved_too() -> None:
    """By the same steps, of the stacks of the run that is named; it waits for no release, and migrates nothing."""
    jobs = _jobs("rollback")
    assert jobs["deploy-production"]["needs"] == ["images", "approval-production"]
    assert jobs["approval-production"]["needs"] == "preview-production"
    assert jobs["preview-production"]["if"] == "inputs.environment == 'production'"
    for name in ("preview-production", "deploy-production"):
        stacks = next(step for step in jobs[name]["steps"] if step.get("with", {}).get("name") == "stacks")
        assert stacks["with"]["run-id"] == "${{ inputs.run }}"
    script = _script(jobs["deploy-production"])
    assert "relinfra agree check" in script
    assert "run-task" not in script
    assert jobs["images"]["env"]["TAG_web_image_tag"] == "${{ inputs.web_image_tag }}"
    assert "release" not in yaml.safe_load(FILES["rollback"])["concurrency"]["group"]


needs_jq = pytest.mark.skipif(shutil.which("jq") is None, reason="no jq, which GitHub's runners have")


MERGED = {
    "path": ".github/workflows/release.yml",
    "head_branch": "main",
    "head_repository": {"full_name": "acme/shop"},
    "event": "push",
    "head_sha": "0" * 40,
}
"""What GitHub says of a run of the release."""
NAMED = {"EARLIER": "7", "RELEASES": ".github/workflows/release.yml"}


@needs_jq
@pytest.mark.parametrize("workflow", ["rollback", "removal"])
@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("7", {}),
        ("7", {"path": ".github/workflows/release.yml@refs/heads/main", "event": "workflow_dispatch"}),
        ("7", {"event": "pull_request"}),
        ("7", {"head_branch": "feature"}),
        ("7", {"head_repository": {"full_name": "mallory/shop"}}),
        ("7", {"head_repository": None}),
        ("7", {"path": ".github/workflows/other.yml"}),
        ("7/../8", {}),
        ("", {}),
    ],
)
def test_only_stacks_that_were_merged_come_back(
    tmp_path: Path, workflow: str, named: str, said: dict[str, Any]
) -> None:
    """A run of a pull request, perhaps of a fork, keeps stacks of the same name."""
    step = "The run is one of the release, of what was merged"
    job = _jobs(workflow)["stop" if workflow == "rollback" else "preview-production"]
    script = next(one["run"] for one in job["steps"] if one.get("name") == step)
    gh, output = f"echo '{json.dumps(MERGED | said)}'", tmp_path / "output"
    told = {**NAMED, "EARLIER": named, "GITHUB_OUTPUT": str(output)}
    result = _ran(tmp_path, script, {"gh": gh}, **told)
    good = named == "7" and said.get("event") != "pull_request" and not set(said) & {"head_branch", "head_repository"}
    good = good and "other" not in said.get("path", "")
    assert (result.returncode == 0) is good, result.stdout + result.stderr
    assert ("::error::" in result.stdout) is not good
    assert output.exists() is good


@pytest.mark.parametrize("edited", [False, True])
def test_what_comes_back_is_proven(synthesized: Callable[[str], Path], tmp_path: Path, edited: bool) -> None:
    """The commit of that run makes these stacks, and its documents hold; `unproven` leaves that out, and says so."""
    job = _jobs("rollback")["prove"]
    assert next(one for one in job["steps"] if "checkout" in one.get("uses", ""))["with"]["ref"] == (
        "${{ needs.stop.outputs.commit }}"
    )
    assert all("unproven" in one["if"] for one in job["steps"])
    site = with_history(EXAMPLES / "minimal", tmp_path)
    shutil.copytree(synthesized("minimal"), site / "out/cdktf.out")
    write_plan(site / "out/cdktf.out", site / "plan", repository=site)
    if edited:
        document = site / "plan/release-plan.md"
        document.write_text(document.read_text().replace("hello-production", "hello-staging", 1))
    name = "The stacks are what their commit makes, and the documents say what they say"
    script = next(one["run"] for one in job["steps"] if one.get("name") == name)
    told = {"MATRIX": "relinfra.yaml", "PYTHONPATH": ":".join(sys.path)}
    result = _ran(site, script, {"relinfra": real()}, **told)
    assert (result.returncode != 0) is edited, result.stdout + result.stderr
    assert ("the documents say what the stacks say" in (site / "summary").read_text()) is not edited
    assert "::warning::" in _ran(tmp_path, job["steps"][0]["run"], {}).stdout


@needs_jq
def test_the_way_back_ends_every_release_under_way(tmp_path: Path) -> None:
    """Those that run, wait or stand in a queue; one that has ended meanwhile holds nothing up."""
    runs = [
        {"databaseId": number, "status": status} for number, status in enumerate(("completed", "waiting", "queued"))
    ]
    listed = f"[ $2 != list ] || echo '{json.dumps(runs)}'"
    gh = f"""echo "$@" >> asked; [ "$1" != api ] || echo '{json.dumps(MERGED)}'; {listed}; [ "$2 $3" != "cancel 2" ]"""
    told = {"WORKFLOW": "release.yml", "RELEASE": "", "BACK_TO": "", **NAMED, "GITHUB_OUTPUT": str(tmp_path / "output")}
    result = _ran(tmp_path, _script(_jobs("rollback")["stop"]), {"gh": gh}, **told)
    assert result.returncode == 0, result.stderr
    asked = (tmp_path / "asked").read_text()
    assert [line.split()[2] for line in asked.splitlines() if line.startswith("run cancel")] == ["1", "2"]
    assert "::warning::run 2 could not be cancelled" in result.stdout


DRIFT = _script(_jobs("drift")["drift"]).partition("relinfra synth")[2].partition("\n")[2]
KEPT = ("shop-production-recovery", "shop-production-recovery-old")
"""What lies in the bucket that outlives a region."""
STATES = ["shop-production-network", "shop-production-old"]
SHOWN = {"resource_drift": [{"address": "aws_vpc.main", "change": {"actions": ["update"], "after": "hunter2"}}]}


def _drift(folder: Path, code: int, *, issue: str = "[]", held: str = "1") -> subprocess.CompletedProcess[str]:
    keys, kept = (
        json.dumps({"Contents": [{"Key": f"shop/{name}.tfstate"} for name in names]}) for names in (STATES, KEPT)
    )
    stacks = ["shop-production-network", "shop-production-new", "shop-production-recovery"]
    known = {"environments": {"production": {"stacks": stacks}}}
    (folder / "out/cdktf.out").mkdir(parents=True)
    (folder / "out/cdktf.out/relinfra.json").write_text(json.dumps(known))
    shown = f"[ $2 != show ] || echo '{json.dumps(SHOWN)}'"
    programs = {
        "aws": f"""echo "$@" >> read; case "$*" in
          "s3 "*) echo '{{"resources": [{held}]}}' ;; *acme-kept*) echo '{kept}' ;; *) echo '{keys}' ;; esac""",
        "relinfra": f"printf '%s\\n' {' '.join(stacks)}",
        "terraform": f'echo "$@" >> asked\n{shown}\n[ "$2" != plan ] || exit {code}',
        "gh": f"""echo "$@" >> told; [ "$2" != list ] || echo '{issue}'""",
    }
    places = {"STATE_REGION": "us-east-1", "STATE_BUCKET": "acme-state", "RECOVERY_STATES": "us-west-2,acme-kept"}
    return _ran(folder, DRIFT, programs, ENVIRONMENT="production", RUN="https://x/1", **places)


@needs_jq
def test_drift_is_told_by_address_and_no_value(tmp_path: Path) -> None:
    """With states of stacks that the matrix has no more; what was never applied is passed over."""
    result = _drift(tmp_path, 2)
    assert result.returncode == 1, result.stderr
    told = (tmp_path / "drift.md").read_text()
    assert "- `shop-production-network` update `aws_vpc.main`" in told
    assert "- `shop-production-old` is in no matrix any more" in told
    assert "hunter2" not in told + result.stdout
    assert "new" not in (tmp_path / "asked").read_text()
    assert "issue create" in (tmp_path / "told").read_text()


@needs_jq
def test_drift_of_what_keeps_its_state_elsewhere_is_told_too(tmp_path: Path) -> None:
    """The bucket that outlives a region is listed beside the other, and what is left there is read there."""
    _drift(tmp_path, 2)
    assert "- `shop-production-recovery` update `aws_vpc.main`" in (tmp_path / "drift.md").read_text()
    assert "- `shop-production-recovery-old` is in no matrix" in (tmp_path / "drift.md").read_text()
    left = "--region us-west-2 s3://acme-kept//shop-production-recovery-old.tfstate"
    assert left in (tmp_path / "read").read_text()


@needs_jq
def test_the_empty_state_of_a_removed_stack_is_no_drift(tmp_path: Path) -> None:
    """The removal leaves it."""
    _drift(tmp_path, 2, held="")
    assert "shop-production-old" not in (tmp_path / "drift.md").read_text()


@needs_jq
def test_an_issue_that_is_open_is_kept_up_to_date(tmp_path: Path) -> None:
    """One for an environment, not one a night."""
    _drift(tmp_path, 2, issue='[{"number": 7, "title": "Drift in production"}]')
    assert "issue edit 7" in (tmp_path / "told").read_text()
    assert "issue create" not in (tmp_path / "told").read_text()


@needs_jq
def test_a_plan_that_fails_is_no_drift(tmp_path: Path) -> None:
    """The job fails as what it is."""
    result = _drift(tmp_path, 1)
    assert result.returncode == 1
    assert not (tmp_path / "told").exists()


def test_only_recovery_of_the_environment_is_rehearsed(tmp_path: Path) -> None:
    """Its runbook is run to the end and its log kept; another environment's, or one that is no recovery, is refused."""
    script = _script(_jobs("rehearsal")["rehearse-production"]).partition("case ")
    own = script[1] + script[2]
    relinfra = 'echo "$@" >> asked; echo \'echo "$@" > ran; touch "$4"\''
    told = {"ENVIRONMENT": "production", "GITHUB_RUN_ID": "7", "RESTORE_TIME": ""}
    good = tmp_path / "good"
    good.mkdir()
    name = "restore-production-database-main"
    done = _ran(good, own, {"relinfra": relinfra}, RUNBOOK=name, **told)
    assert done.returncode == 0, done.stderr
    assert (good / "ran").read_text().startswith(f"--run --yes --log rehearsals/{name}-")
    for number, other in enumerate(("failover-staging", "unlock-production", "restore-productions-database-x")):
        folder = tmp_path / str(number)
        folder.mkdir()
        refused = _ran(folder, own, {"relinfra": relinfra}, RUNBOOK=other, **told)
        assert refused.returncode == 1
        assert "expected a runbook of recovery in production" in refused.stdout
        assert not (folder / "asked").exists()
