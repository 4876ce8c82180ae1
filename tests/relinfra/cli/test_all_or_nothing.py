"""Whole commands, killed, at the same time, and on a full disk."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from relinfra.output import settle
from tests import forked

pytestmark = pytest.mark.slow

PROGRAM = [sys.executable, "-m", "relinfra"]
COMMANDS = {
    "synth": ["synth", "--out", "out/cdktf.out"],
    "plan": ["plan", "out/cdktf.out", "--out", "out", "--set", "all", "--lang", "ru"],
    "build": ["build", "--today", "2026-07-01"],
    "init": ["init", ".", "--project", "hello", "--force"],
    "check": ["check", "out/cdktf.out", "--today", "2026-07-02", "--out", "out"],
}
KILLS = {"build": 2}
"""Kills of a command, where it is not one."""
STARTING = 0.4
"""Seconds until Python has imported what a fork has already."""
FULL = (0, 48)
"""Kilobytes left on a disk."""


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory, matrix: Path) -> Path:
    """A copy of examples/minimal in which `relinfra build` has run, and whose matrix has changed since."""
    folder = tmp_path_factory.mktemp("build") / "minimal"
    shutil.copytree(matrix.parent, folder, ignore=shutil.ignore_patterns("out", "cdktf.out"))
    forked.run("relinfra", *COMMANDS["build"], cwd=folder)
    text = (folder / "relinfra.yaml").read_text()
    (folder / "relinfra.yaml").write_text(text.replace("  staging:\n", "  staging:\n    purpose: changed\n"))
    return folder


def _tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_killed_command_did_all_or_nothing(command: str, repository: Path, tmp_path: Path) -> None:
    """SIGKILL at any moment; a later run, of whichever command, finds the old or the new, and no remains."""
    old, place = _tree(repository), tmp_path / "whole"
    shutil.copytree(repository, place)
    begun = time.monotonic()  # of a fork: starting, in which nothing is written, comes on top
    forked.run("relinfra", *COMMANDS[command], cwd=place)
    spent, new = time.monotonic() - begun, _tree(place)
    assert old != new
    chance = random.Random(command)  # noqa: S311 - where to kill is no secret
    for number in range(KILLS.get(command, 1)):
        place = tmp_path / str(number)
        shutil.copytree(repository, place)
        run = subprocess.Popen([*PROGRAM, *COMMANDS[command]], cwd=place, stdout=subprocess.DEVNULL, stderr=-3)
        time.sleep(STARTING + chance.uniform(0.2, 1) * spent)
        run.kill()
        run.wait()
        _settle_when_node_is_gone(place)
        assert _tree(place) in (old, new), number


def _settle_when_node_is_gone(place: Path) -> None:
    """Clear what was left; Node.js notices a moment later that its parent is gone, and may write meanwhile."""
    deadline = time.monotonic() + 10
    while list(place.rglob(".relinfra-*")) and time.monotonic() < deadline:
        settle(place / "out")
        time.sleep(0.05)


def test_commands_at_the_same_time_do_not_mix(repository: Path, tmp_path: Path) -> None:
    """Builds, stacks and documents into one folder: each ends well, what is there is whole, nothing else is left."""
    place = tmp_path / "busy"
    shutil.copytree(repository, place)
    names = ("build", "plan", "build")
    runs = [subprocess.Popen([*PROGRAM, *COMMANDS[name]], cwd=place, stdout=subprocess.DEVNULL) for name in names]
    assert [run.wait(timeout=300) for run in runs] == [0, 0, 0]
    assert not list(place.rglob(".relinfra-*"))
    assert forked.run("relinfra", *COMMANDS["plan"][:4], cwd=place).returncode == 0
    assert forked.run("relinfra", "check", "out/cdktf.out", "--today", "2026-07-01", cwd=place).returncode == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own; skips where nobody may mount."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("only who may mount a file system can fill one")
    yield folder
    # Lazily: a Node.js that has not yet noticed that its parent is gone would keep it, and the folder, for good.
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_disk_is_an_error_and_changes_nothing(command: str, repository: Path, disk: Path) -> None:
    """No traceback, exit code 3, the same files as before and no others; or all of it fitted."""
    place = disk / "place"
    shutil.copytree(repository, place)
    before, codes = _tree(place), set()
    for left in FULL:
        with (disk / "filler").open("wb", buffering=0) as stream:
            stream.write(b"x" * max(shutil.disk_usage(disk).free - left * 1024, 0))
        run = forked.run("relinfra", *COMMANDS[command], cwd=place)
        (disk / "filler").unlink()
        codes.add(run.returncode)
        if run.returncode == 3:
            assert "o space left on device; what was there is unchanged" in run.stderr
            assert "Traceback" not in run.stderr
            assert _tree(place) == before
        else:
            shutil.rmtree(place)
            shutil.copytree(repository, place)
    assert 3 in codes
