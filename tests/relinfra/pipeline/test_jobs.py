"""The jobs before a deployment and after it: each script run, well and with each of its programs failing."""

from __future__ import annotations

import json
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml

from relinfra.matrix import Matrix
from relinfra.pipeline import further_workflows, workflow
from tests.relinfra.pipeline.test_scripts import MATRIX, pytestmark, run_job

__all__ = ["pytestmark"]

TOOL = """echo "${0##*/} $*" >> calls.txt
case "${0##*/} $*" in "$FAILING"*) exit 7 ;; esac
case "${0##*/} $*" in
  "relinfra release newest") echo 2.5.0 ;;
  "relinfra applied digest out/cdktf.out") echo sha256:abc ;;
  "relinfra synth"*"--out again"*) cp -R out/cdktf.out again ;;
  "relinfra plan"*) mkdir -p plan; echo "# Release plan" > plan/release-plan.md ;;
esac"""
PROGRAMS = ("relinfra", "terraform", "ruff", "pip", "pip-audit", "gh")
INSTALL = "pip install --requirement requirements.txt"
KNOWN = "relinfra applied digest out/cdktf.out --expect sha256:abc"
JOBS = {
    "build": (
        INSTALL,
        "relinfra validate relinfra.yaml",
        "relinfra synth relinfra.yaml --out out/cdktf.out --locked",
        "terraform -chdir=out/cdktf.out/stacks/a/ init -backend=false",
        "terraform -chdir=out/cdktf.out/stacks/a/ validate",
        "relinfra release newest",
        "relinfra applied digest out/cdktf.out",
    ),
    "test": (
        INSTALL,
        KNOWN,
        "ruff check .",
        "ruff format --check .",
        "relinfra lint relinfra.yaml --stacks out/cdktf.out",
        "relinfra synth relinfra.yaml --out again --locked",
        "pip-audit --requirement requirements.txt",
    ),
    "policy": (INSTALL, KNOWN, "relinfra check out/cdktf.out --out policy"),
    "plan": (
        INSTALL,
        KNOWN,
        "relinfra plan out/cdktf.out --out plan --release newest --set all",
        "relinfra verify out/cdktf.out --documents plan",
    ),
    "show": ("gh pr comment 7 --repo acme/shop --body-file comment.md --edit-last --create-if-none",),
    "attach": ("gh release upload v2.5.0 evidence-2.5.0.tar --repo acme/shop --clobber",),
    "notify": ("gh issue create --repo acme/shop --title Release stopped: run 3 --body-file body.md",),
}
"""Jobs, and what each calls in order; every one of those calls has to succeed."""
RESULTS = {"deploy-staging": {"result": "failure"}, "smoke-staging": {"result": "skipped"}}


def ran(job: str, folder: Path, failing: str = "nothing", **told: str) -> subprocess.CompletedProcess[str]:
    """Run a job in a folder with stacks and with what its artifacts hold."""
    (folder / "out/cdktf.out/stacks/a").mkdir(parents=True)
    (folder / "out/cdktf.out/stacks/a/cdk.tf.json").write_text("{}")
    (folder / "agreed").mkdir()
    (folder / "agreed/staging.md").write_text("2 to update\n")
    (folder / "evidence-2.5.0.tar").write_text("evidence")
    given: dict[str, Any] = {
        "DIGEST": f"sha256:{sha256(b'evidence').hexdigest()}",
        "FAILING": failing,
        "GITHUB_ACTOR": "mo",
        "GITHUB_RUN_NUMBER": "3",
        "GITHUB_SHA": "a" * 40,
        "NUMBER": "7",
        "RELEASE": "2.5.0",
        "RESULTS": json.dumps(RESULTS),
        "STACKS": "sha256:abc",
        "TAG": "v2.5.0",
        **told,
    }
    return run_job(job, folder, dict.fromkeys(PROGRAMS, TOOL), **given)


def calls(folder: Path) -> list[str]:
    """Return what was called."""
    return (folder / "calls.txt").read_text().splitlines()


@pytest.mark.parametrize("job", JOBS)
def test_a_job_does_what_it_is_for(job: str, tmp_path: Path) -> None:
    """Each of its calls, in order, and nothing else."""
    result = ran(job, tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr
    found = calls(tmp_path)
    assert len(found) == len(JOBS[job])
    assert all(call.startswith(start) for call, start in zip(found, JOBS[job], strict=True)), found


@pytest.mark.parametrize(("job", "call"), [(job, call) for job, asked in JOBS.items() for call in asked])
def test_a_job_fails_with_each_of_its_calls(job: str, call: str, tmp_path: Path) -> None:
    """At once: nothing after it is done, and nobody takes an empty answer for one."""
    assert ran(job, tmp_path, call).returncode != 0
    assert calls(tmp_path)[-1].startswith(call)


def test_what_is_built_is_handed_on(tmp_path: Path) -> None:
    """By its release and its digest; the lock of the providers is made, their cache of each stack is not kept."""
    assert ran("build", tmp_path).returncode == 0
    assert (tmp_path / "output").read_text() == "release=2.5.0\nstacks=sha256:abc\n"


def test_locked_dependencies_are_installed_by_hash(tmp_path: Path) -> None:
    """Where the lock is there."""
    (tmp_path / "requirements.lock").touch()
    assert ran("policy", tmp_path).returncode == 0
    assert calls(tmp_path)[0] == "pip install --require-hashes --requirement requirements.lock"


def test_stacks_that_differ_from_run_to_run_are_refused(tmp_path: Path) -> None:
    """The same matrix gives the same bytes, or the digests of later jobs mean nothing."""
    other = TOOL.replace(
        "cp -R out/cdktf.out again", "mkdir -p again/stacks/a && echo '{ }' > again/stacks/a/cdk.tf.json"
    )
    ran("test", tmp_path)
    result = run_job(
        "test",
        tmp_path,
        dict.fromkeys(PROGRAMS, other.replace("calls.txt", "others.txt")),
        FAILING="nothing",
        STACKS="sha256:abc",
    )
    assert result.returncode != 0
    assert "pip-audit" not in (tmp_path / "others.txt").read_text()


def test_a_comment_is_as_long_as_github_takes(tmp_path: Path) -> None:
    """Cut at a letter, not within one, and with the way to the rest."""
    (tmp_path / "agreed").mkdir()
    (tmp_path / "agreed/production.md").write_text("я" * 40_000)
    programs = dict.fromkeys(PROGRAMS, TOOL)
    result = run_job("show", tmp_path, programs, FAILING="nothing", NUMBER="7", RUN="https://x/7")
    assert result.returncode == 0, result.stderr
    comment = (tmp_path / "comment.md").read_text()
    assert len(comment.encode()) < 65_536
    assert comment.endswith("The rest stands in the summary of [the run](https://x/7).\n")


def test_evidence_of_another_version_is_not_attached(tmp_path: Path) -> None:
    """It says so instead; what is not the evidence that was made is refused."""
    assert ran("attach", tmp_path, TAG="v2.6.0").returncode == 0
    assert not (tmp_path / "calls.txt").exists()
    other = tmp_path / "other"
    other.mkdir()
    assert ran("attach", other, DIGEST=f"sha256:{'0' * 64}").returncode != 0


def test_a_failure_is_told_with_what_failed(tmp_path: Path) -> None:
    """And not with what was skipped for it."""
    assert ran("notify", tmp_path).returncode == 0
    body = (tmp_path / "body.md").read_text()
    assert "- deploy-staging: failure" in body
    assert "smoke-staging" not in body


def test_every_script_is_run_by_a_test() -> None:
    """By the job or by its name: a new one needs a test of what it does."""
    tests = "".join(file.read_text() for file in Path(__file__).parent.glob("test_*.py"))
    matrix = Matrix.load(MATRIX)
    texts = [workflow(matrix), *further_workflows(matrix).values()]
    for text in texts:
        for job, body in yaml.safe_load(text)["jobs"].items():
            if job.partition("-")[2] == "staging":
                continue  # as of production
            for step in body["steps"]:
                named = f'"{step.get("name")}"' in tests
                assert "run" not in step or named or f'"{job}"' in tests, (job, step.get("name"))
