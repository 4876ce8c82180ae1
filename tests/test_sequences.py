"""The commands that people read, run as they are printed."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
TODAY = ("--today", "2026-07-01")
PRINTED = re.compile(r"(?:`|^\s*)(relinfra [a-z][^`\n<]*?)(?:`|$)", re.MULTILINE)
"""A command of ours as code, in a sentence or in a line of its own."""

pytestmark = pytest.mark.slow


def run(command: str, folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Run a command that begins with `relinfra`."""
    words = [sys.executable, "-m", *shlex.split(command, comments=True), *more]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)


def test_the_sequence_of_the_readme_runs_as_it_is_printed(tmp_path: Path) -> None:
    """In a new repository each command finds what those before it made; what is undecided is a verdict, no failure."""
    (block,) = re.findall(r"^```console\n\$ pip install(?:.*?)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    commands = [line.removeprefix("$ ") for line in block.splitlines()]
    assert [command.split()[1] for command in commands] == [
        "init",
        "validate",
        "explain",
        "build",
        "lint",
        "check",
        "plan",
        "verify",
    ]
    folder, ended = tmp_path / "hello", {}
    folder.mkdir()
    for command in commands:
        done = run(command, folder)
        ended[command.split()[1]] = done.returncode
        assert done.returncode in (0, 1), done.stdout + done.stderr
        assert done.stderr == "", command
    assert ended == {"init": 0, "validate": 1, "explain": 0, "build": 0, "lint": 1, "check": 0, "plan": 0, "verify": 0}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of examples/shop in which everything was built."""
    folder = tmp_path_factory.mktemp("printed") / "shop"
    shutil.copytree(ROOT / "examples/shop", folder, ignore=shutil.ignore_patterns("out", "cdktf.out"))
    done = run("relinfra build --release 2.5.0 --set all --format md --format html", folder, *TODAY)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_every_command_of_ours_in_the_documents_runs_as_it_is_printed(shop: Path) -> None:
    """From the repository, where the steps of the plan are followed, and from a folder below it."""
    texts = [path.read_text() for path in (shop / "out").rglob("*.md")]
    printed = sorted({found.strip() for text in texts for found in PRINTED.findall(text)})
    assert "relinfra verify" in printed
    assert "relinfra check" in printed
    below = shop / "releases"
    for command in printed:
        for folder in (shop, below):
            done = run(command, folder, *(TODAY if command == "relinfra check" else ()))
            assert done.returncode == 0, f"{folder}: {command}: {done.stdout + done.stderr}"


@pytest.mark.parametrize("command", ["synth", "check", "verify", "plan", "lint", "validate"])
def test_every_command_works_after_a_build(shop: Path, command: str) -> None:
    """Without arguments, with a verdict at most, and with nothing to tell."""
    done = run(f"relinfra {command}", shop, *(TODAY if command == "check" else ()))
    assert done.returncode == (1 if command == "lint" else 0), done.stdout + done.stderr
    assert done.stderr == ""


def test_a_page_that_a_later_plan_gives_up_is_named(shop: Path, tmp_path: Path) -> None:
    """What is not written again is proven no more: `verify` names the page of the former run."""
    folder = tmp_path / "shop"
    shutil.copytree(shop, folder)
    for command in ("plan --format html", "plan"):
        assert run(f"relinfra {command}", folder).returncode == 0
    done = run("relinfra verify", folder)
    assert done.returncode == 1
    assert "release-plan.html: unlisted" in done.stdout


def test_the_layout_of_the_version_before_is_told_once(shop: Path, tmp_path: Path) -> None:
    """A lone `cdktf.out` is checked and planned from, with the documents beside it, and nothing lands elsewhere."""
    former = tmp_path / "former"
    shutil.copytree(shop, former, ignore=shutil.ignore_patterns("out"))
    shutil.copytree(shop / "out/cdktf.out", former / "cdktf.out")
    (former / "cdktf.json").write_text('{"language": "python", "app": "python main.py"}')
    for command in ("check --today 2026-07-01", "plan", "verify", "synth"):
        done = run(f"relinfra {command}", former)
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stderr.count("cdktf.out: stacks belong in out/cdktf.out") == 1
    assert (former / "release-plan.md").is_file()
    assert not (former / "out").exists()
    environment = {name: value for name, value in os.environ.items() if name != "CDKTF_OUTDIR"}
    subprocess.run([sys.executable, "main.py"], cwd=former, env=environment, check=True)
    assert not (former / "out").exists()
