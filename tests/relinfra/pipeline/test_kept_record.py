"""The record on its way into the repository, and the way back in it."""

from __future__ import annotations

import base64
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.relinfra.pipeline.test_further import _jobs, _ran
from tests.relinfra.pipeline.test_record import TOLD, real
from tests.relinfra.pipeline.test_scripts import pytestmark, run_job

__all__ = ["pytestmark"]

EVENTS = [f'{{"event": "{name}"}}' for name in ("started", "step", "finished")]
RUN = "https://github.com/acme/shop/actions/runs/9"


def proposed(folder: Path, *known: str, status: int = 404, opened: int = 0) -> subprocess.CompletedProcess[str]:
    """Propose a record of all events to a repository that holds those that are `known`, on its branch."""
    (folder / "record").mkdir(exist_ok=True)
    (folder / "record/2.5.0.record.jsonl").write_text("".join(f"{event}\n" for event in EVENTS))
    content = base64.b64encode("".join(f"{event}\n" for event in known).encode()).decode()
    held = json.dumps({"sha": "abc", "content": content})
    found = f"echo '{held}'" if known else f"echo 'HTTP {status}' >&2; exit 1"
    gh = f"""echo "$@" >> asked.txt
    case "$*" in
      *"git/ref/heads"*) exit 1 ;;
      *PUT*) cp content.txt put-content.txt ;;
      *contents*) {found} ;;
      *"pr list"*) echo {opened} ;;
    esac"""
    return run_job("keep-record", folder, {"gh": gh}, RELEASE="2.5.0", GITHUB_SHA="a" * 40)


def kept(folder: Path) -> list[str]:
    """Return the lines that were put into the repository."""
    return base64.b64decode((folder / "put-content.txt").read_text()).decode().splitlines()


def test_a_record_is_proposed_by_a_pull_request(tmp_path: Path) -> None:
    """On a branch of its own, with one file; nothing is pushed to main."""
    result = proposed(tmp_path)
    assert result.returncode == 0, result.stderr
    asked = (tmp_path / "asked.txt").read_text()
    assert "ref=refs/heads/record-2.5.0" in asked
    assert "repos/acme/shop/contents/releases/2.5.0.record.jsonl -f branch=record-2.5.0" in asked
    assert "pr create --repo acme/shop --base main --head record-2.5.0" in asked
    assert kept(tmp_path) == EVENTS


def test_what_a_run_before_has_proposed_stays(tmp_path: Path) -> None:
    """Each line once, the older ones first; the proposal that is open is the one that grows."""
    older = '{"event": "approved"}'
    assert proposed(tmp_path, older, EVENTS[0], opened=1).returncode == 0
    assert kept(tmp_path) == [older, *EVENTS]
    asked = (tmp_path / "asked.txt").read_text()
    assert "-f sha=abc" in asked
    assert "pr create" not in asked


def test_what_is_there_already_is_not_written_again(tmp_path: Path) -> None:
    """A run that is repeated adds nothing."""
    assert proposed(tmp_path, *EVENTS, opened=1).returncode == 0
    assert not (tmp_path / "put-content.txt").exists()


def test_a_repository_that_cannot_be_read_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    """Or its record would be written over."""
    assert proposed(tmp_path, status=503).returncode == 1
    assert not (tmp_path / "put-content.txt").exists()


def test_where_nothing_happened_nothing_is_proposed(tmp_path: Path) -> None:
    """The artifact is there and empty of records."""
    result = run_job("keep-record", tmp_path, {"gh": "exit 3"}, RELEASE="2.5.0")
    assert result.returncode == 0
    assert "::notice::" in result.stdout


@pytest.mark.parametrize(
    ("outcome", "ends"),
    [("success", ["started", "step", "rolled_back"]), ("failure", ["started", "step", "finished"])],
)
def test_a_way_back_is_recorded(outcome: str, ends: list[str], tmp_path: Path) -> None:
    """As a deployment of earlier stacks with their commit, and as that the release was taken back, why and by whom."""
    job = _jobs("rollback")["deploy-production"]
    script = next(one["run"] for one in job["steps"] if one.get("name") == "Record the way back")
    (tmp_path / "began.txt").write_text("2026-11-01T14:00:00Z\n")
    programs = {
        "relinfra": f'if [ "$1" = applied ]; then echo "sha256:{"c" * 64}"; exit; fi\n{real()}',
        "gh": f"echo {'b' * 40}",
    }
    told: dict[str, Any] = {
        "BACK_TO": "2.4.1",
        "BY": "mo",
        "OUTCOME": outcome,
        "PLACES": "production",
        "PYTHONPATH": TOLD["PYTHONPATH"],
        "REASON": "5xx above 2 %",
        "RELEASE": "2.5.0",
        "RUN": RUN,
        "STACKS_OF": "7",
        "STEP": outcome,
    }
    result = _ran(tmp_path, script, programs, **told)
    assert result.returncode == 0, result.stdout + result.stderr
    events = [json.loads(line) for line in (tmp_path / "record/2.5.0.record.jsonl").read_text().splitlines()]
    assert [one["event"] for one in events] == ends
    started, step, last = events
    assert (started["at"], started["commit"], started["run"]) == ("2026-11-01T14:00:00Z", "b" * 40, RUN)
    assert step["outcome"] == ("succeeded" if outcome == "success" else "failed")
    if outcome == "success":
        assert (last["to"], last["reason"], last["by"]) == ("2.4.1", "5xx above 2 %", "mo")


@pytest.mark.parametrize(
    ("release", "back_to", "passes"), [("", "", True), ("2.5.0", "2.4.1", True), ("2.5.0", "", False)]
)
def test_a_record_of_half_a_way_back_is_refused_before_anything_is_done(
    release: str, back_to: str, passes: bool, tmp_path: Path
) -> None:
    """What comes back is part of it."""
    script = _jobs("rollback")["stop"]["steps"][0]["run"]
    assert (_ran(tmp_path, script, {}, RELEASE=release, BACK_TO=back_to).returncode == 0) is passes


def test_the_record_of_a_way_back_is_proposed_too() -> None:
    """By the same job; what was not deployed is recorded nowhere."""
    jobs = _jobs("rollback")
    assert jobs["keep-record"]["needs"] == ["deploy-staging", "deploy-production"]
    assert "inputs.release != ''" in jobs["keep-record"]["if"]
