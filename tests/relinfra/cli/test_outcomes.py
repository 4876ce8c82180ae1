from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import relinfra
from tests import forked

if TYPE_CHECKING:
    from conftest import Relinfra

REPORTS = {f"policy-report.{form}" for form in ("txt", "json", "sarif", "baseline")}
WRITTEN = {*REPORTS, "release-plan.md", "release-plan.json"}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory, matrix: Path) -> Path:
    """A copy of examples/minimal in which `relinfra build` has run."""
    folder = tmp_path_factory.mktemp("build") / "minimal"
    shutil.copytree(matrix.parent, folder, ignore=shutil.ignore_patterns("out", "cdktf.out"))
    result = forked.run("relinfra", "build", "--today", "2026-01-01", cwd=folder)
    (folder / "log").write_text(f"{result.returncode}\n{result.stdout}\n{result.stderr}")
    return folder


@pytest.mark.parametrize("command", ["plan", "build"])
def test_a_set_that_does_not_exist_is_bad_input(relinfra: Relinfra, command: str) -> None:
    """Whatever else is missing: an argument is looked at first."""
    result = relinfra(command, "--set", "all", "--set", "nope")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("error: --set nope: expected all or one of release-plan, ")


def test_build_makes_everything_and_says_so(repository: Path) -> None:
    """Stacks, report and plan lie in `out`; what was made, the verdict and the seconds of each phase are printed."""
    log = (repository / "log").read_text()
    assert log.startswith(("0\n", "1\n")), log
    assert {path.name for path in (repository / "out").iterdir()} >= WRITTEN
    assert (repository / "out/cdktf.out/relinfra.json").is_file()
    for name in WRITTEN:
        assert f"out/{name}" in log
    assert re.search(r"seconds: load [\d.]+, synth [\d.]+, check [\d.]+, plan [\d.]+, verify [\d.]+", log)


def test_build_exits_with_the_verdict_of_its_report(repository: Path) -> None:
    """The exit code is 1 exactly when the written report holds a failure."""
    report = relinfra.check(repository / "out/cdktf.out", today=date(2026, 1, 1))
    assert (repository / "log").read_text()[0] == ("0" if report.ok else "1")


def test_build_names_no_temporary_place(repository: Path) -> None:
    """Nothing written tells of the folder in which it was prepared."""
    for path in (repository / "out").rglob("*"):
        if path.is_file():
            assert not re.search(r"\.relinfra-[0-9a-f]{12}", path.read_text()), path


def test_verify_notices_a_changed_stack(repository: Path, tmp_path: Path) -> None:
    """The plan holds for its stacks; with one attribute of them changed, `verify` names it and exits with 1."""
    out = tmp_path / "out"
    shutil.copytree(repository / "out", out)
    assert relinfra.verify(out / "cdktf.out", out, repository=repository).ok
    stack = out / "cdktf.out/stacks/hello-production-network/cdk.tf.json"
    stack.write_text(stack.read_text().replace("10.", "11."))
    result = forked.run("relinfra", "verify", "cdktf.out", "-d", out, "--repository", repository, cwd=out)
    assert result.returncode == 1
    assert "11." in result.stdout
    assert re.search(r"\d+ causes?$", result.stdout.strip())
    assert result.stderr == ""


def test_synth_lists_its_stacks(relinfra: Relinfra, matrix: Path, tmp_path: Path) -> None:
    """`--json` names each stack with its number of resources."""
    result = relinfra("synth", "--json", matrix)
    content = json.loads(result.stdout)
    assert result.returncode == 0
    assert set(content["stacks"]) == {path.name for path in (tmp_path / "out/cdktf.out/stacks").iterdir()}
    assert all(count > 0 for count in content["stacks"].values())


def test_synth_replaces_nothing_foreign(relinfra: Relinfra, matrix: Path, tmp_path: Path) -> None:
    """A folder that holds other files is refused with 3, and stays."""
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis/text").write_text("mine")
    result = relinfra("synth", matrix, "--out", "thesis")
    assert result.returncode == 3
    assert (tmp_path / "thesis/text").read_text() == "mine"


def test_check_writes_what_it_is_asked_for(relinfra: Relinfra, repository: Path, tmp_path: Path) -> None:
    """`--format` and `--output` write one format, `--out` all reports; the exit code stays the verdict."""
    stacks = repository / "out/cdktf.out"
    result = relinfra("check", stacks, "--format", "sarif", "--output", "here.sarif", "--out", "all", "-q")
    assert result.returncode in {0, 1}
    assert result.stdout == ""
    assert json.loads((tmp_path / "here.sarif").read_text())["version"] == "2.1.0"
    assert {path.name for path in (tmp_path / "all").iterdir()} == {
        "documents.json",
        *(name for name in WRITTEN if "policy" in name),
    }


def test_an_interrupted_build_leaves_the_previous_output(repository: Path, tmp_path: Path) -> None:
    """Ctrl-C in the middle of a build exits with 130; the earlier output is whole and nothing lies beside it."""
    folder = tmp_path / "minimal"
    shutil.copytree(repository, folder)
    before = {path: path.read_bytes() for path in (folder / "out").rglob("*") if path.is_file()}
    process = subprocess.Popen([sys.executable, "-m", "relinfra", "build"], cwd=folder, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 30
    while not list(folder.glob(".relinfra-*/new/out/cdktf.out/relinfra.json")):
        assert time.monotonic() < deadline, "the build never wrote its stacks"
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    # Python ends itself by the signal when it struck inside an `exec`, as imports do; a shell sees 130 either way.
    assert process.returncode in {130, -signal.SIGINT}, errors.decode()
    assert b"Traceback" not in errors
    assert {path: path.read_bytes() for path in (folder / "out").rglob("*") if path.is_file()} == before
    assert not list(folder.glob(".relinfra-*"))
