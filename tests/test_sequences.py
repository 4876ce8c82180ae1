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

from tests import forked

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
TODAY = ("--today", "2026-07-01")
PRINTED = re.compile(r"(?:`|^\s*)(relinfra [a-z][^`\n<]*?)(?:`|$)", re.MULTILINE)
"""A command of ours as code, in a sentence or in a line of its own."""

pytestmark = pytest.mark.slow


def run(command: str, folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Run a command that begins with `relinfra`."""
    return forked.run(*shlex.split(command, comments=True), *more, cwd=folder)


def test_the_sequence_of_the_readme_runs_as_it_is_printed(tmp_path: Path) -> None:
    """In a new repository each command finds what those before it made; what is undecided is a verdict, no failure."""
    (block,) = re.findall(r"^```console\n\$ pip install(?:.*?)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    commands = [line.removeprefix("$ ") for line in block.splitlines()]
    assert [command.split()[1] for command in commands] == [
        "init",
        "validate",
        "local",
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
    assert {command for command, code in ended.items() if code} == {"validate"}


DECIDED = (
    "--repository=acme/hello",
    "--staging-account=111111111111",
    "--production-account=222222222222",
    "--domain=hello.acme.com",
    "--notify=oncall@acme.com",
    "--reviewer=release-managers",
)


def test_the_first_run_of_the_workflow_ends_well(tmp_path: Path) -> None:
    """A repository is begun, built once and pushed with what that left; a breaking commit needs no more of it.

    Pushed without, the workflow names the command that helps.
    """
    here, there = tmp_path / "hello", tmp_path / "runner"
    assert run("relinfra init hello", tmp_path, *DECIDED).returncode == 0
    workflow = (here / ".github/workflows/release.yml").read_text()
    commands = re.findall(r"^ +(relinfra (?:plan|verify) out/cdktf\.out (?!.*--state).*)$", workflow, re.MULTILINE)
    assert [command.split()[1] for command in commands] == ["plan", "verify"]
    assert "--locked" in commands[0]
    git("init", "-q", folder=here)
    push(here, there, "feat: begin")
    assert run("relinfra synth", there).returncode == 0
    done = run(commands[0], there)
    assert done.returncode == 2
    assert "run `relinfra build --set all` without --locked" in done.stderr
    done = run("relinfra build", here)
    assert "releases/document-ids.json  ids of the documents, to be committed" in done.stdout
    (here / "releases/1.0.0.yaml").write_text("version: 1.0.0\n")
    assert run("relinfra build", here).returncode == 0
    push(here, there, "feat: ids and a first release")
    git("commit", "-q", "--allow-empty", "-m", "feat!: drop version 0", folder=there)
    assert run("relinfra synth", there).returncode == 0
    for command in commands:
        done = run(command, there)
        assert done.returncode == 0, done.stdout + done.stderr
    breaking = git("rev-parse", "HEAD", folder=there)
    found = re.search(r"RISK-([0-9a-f]{7,})", (there / "plan/dep-catalog.md").read_text())
    assert found
    assert breaking.startswith(found[1])


def git(*arguments: str, folder: Path) -> str:
    """Run git in a folder; return what it prints."""
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@acme.com", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


def push(here: Path, there: Path, message: str) -> None:
    """Commit everything, and let a runner check it out."""
    git("add", "--all", folder=here)
    git("commit", "-q", "-m", message, folder=here)
    shutil.rmtree(there, ignore_errors=True)
    git("clone", "-q", str(here), str(there), folder=here)


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
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""


@pytest.fixture
def copy(shop: Path, tmp_path: Path) -> Path:
    """A copy of it, free to change."""
    return Path(shutil.copytree(shop, tmp_path / "shop"))


def ended(command: str, folder: Path, *more: str) -> tuple[int, str, str]:
    """Run a command that begins with `relinfra`; return its exit code and what it printed on either stream."""
    done = run(command, folder, *more)
    return done.returncode, done.stdout, done.stderr


def test_a_page_that_a_later_run_gives_up_is_removed(copy: Path) -> None:
    """By `plan` and by `build`; one that was edited stays, and is named at once and by `verify`."""
    assert ended("relinfra plan --release 2.5.0", copy)[0] == 0
    assert not (copy / "out/release-plan.html").exists()
    assert (copy / "out/dep-catalog.html").exists()
    catalogue = copy / "out/deployment-plan.html"
    catalogue.write_text(catalogue.read_text() + "<!-- mine -->")
    code, _, told = ended("relinfra plan --set deployment-plan --release 2.5.0", copy)
    assert (code, told.startswith("out/deployment-plan.html: is no longer written, and was edited")) == (0, True)
    code, said, _ = ended("relinfra verify", copy)
    assert (code, "deployment-plan.html: unlisted" in said) == (1, True)
    catalogue.unlink()
    assert ended("relinfra build --set all --release 2.5.0", copy, *TODAY)[::2] == (0, "")
    assert not list((copy / "out").rglob("*.html"))
    assert ended("relinfra verify", copy)[0] == 0


def test_sets_that_no_longer_hold_are_told(copy: Path) -> None:
    """`build --set all`, a changed matrix, a plain `build`: it names the sets it did not write, and `verify` fails.

    Written again, or removed by hand and built once more, nothing is left to tell.
    """
    matrix = copy / "relinfra.yaml"
    matrix.write_text(matrix.read_text().replace("bake_minutes: 30", "bake_minutes: 31", 1))
    code, _, told = ended("relinfra build --release 2.5.0", copy, *TODAY)
    assert code == 0
    for name in ("dep-catalog.json", "deployment-plan.json", "release-master.json", "release-package.json"):
        assert name in told
    assert "release-plan.html" not in told
    assert "from the next release on a build fails too" in told
    code, said, _ = ended("relinfra verify", copy)
    assert (code, "dep-catalog.json: changed" in said) == (1, True)
    for path in ("releases", "release-master", "runbooks"):
        shutil.rmtree(copy / "out" / path)
    assert ended("relinfra plan --set dep-catalog --set deployment-plan --release 2.5.0", copy)[0] == 0
    assert ended("relinfra build --release 2.5.0", copy, *TODAY)[::2] == (0, "")
    assert ended("relinfra verify", copy)[0] == 0


def test_a_policy_report_that_was_edited_is_found(copy: Path) -> None:
    """A failure that somebody turned into a pass is no proof, in whichever of them."""
    names = [f"policy-report.{kind}" for kind in ("txt", "json", "sarif", "baseline")]
    for report in (copy / "out" / name for name in names):
        report.write_text(report.read_text().replace("waived", "passed", 1) + " ")
    code, said, _ = ended("relinfra verify", copy)
    assert (code, [name for name in names if f"{name}: edited" not in said]) == (1, [])
    assert ended("relinfra check --out out", copy, *TODAY)[0] == 0
    assert ended("relinfra verify", copy)[0] == 0


def test_a_release_is_closed_as_the_documentation_says(copy: Path) -> None:
    """Not where its documents do not hold, else once; from then on stacks change and its documents verify."""
    assert ended("relinfra plan --release 2.5.0 --set all --format md --format html", copy)[0] == 0
    plan = copy / "out/release-plan.md"
    text = plan.read_text()
    assert "30 minutes" in text
    plan.write_text(text.replace("30 minutes", "31 minutes", 1))
    code, said, told = ended("relinfra release close 2.5.0", copy)
    assert (code, told, "not closed: its documents do not hold" in said) == (1, "", True)
    assert "release-plan.md: edited by hand" in said
    assert not (copy / "releases/2.5.0").exists()
    plan.write_text(text)
    code, said, told = ended("relinfra release close 2.5.0", copy / "releases")
    assert (code, told) == (0, "")
    frozen = {(copy / "releases" / line).resolve() for line in said.splitlines()}
    assert frozen == {path for path in (copy / "releases/2.5.0").rglob("*") if path.is_file()}
    code, said, told = ended("relinfra release close 2.5.0", copy)
    assert (code, said, "is closed already" in told, "Traceback" in told) == (2, "", True, False)
    matrix = copy / "relinfra.yaml"
    matrix.write_text(matrix.read_text().replace("bake_minutes: 30", "bake_minutes: 31", 1))
    assert ended("relinfra build", copy, *TODAY)[0] == 0
    code, said, _ = ended("relinfra verify", copy)
    assert "releases/2.5.0" not in said
    code, _, told = ended("relinfra plan --release 2.5.0", copy)
    assert (code, "closed" in told) == (2, True)


@pytest.mark.parametrize(("version", "code"), [("9.9.9", 2), ("../../x", 2), ("", 2)])
def test_what_is_no_release_is_not_closed(copy: Path, version: str, code: int) -> None:
    """A version without a file, and what is no version."""
    found, said, told = ended(f"relinfra release close '{version}'", copy)
    assert (found, said, "Traceback" in told) == (code, "", False)
    assert not list((copy / "releases").glob("*/closed.json"))


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
    done = subprocess.run(
        [sys.executable, "main.py"], cwd=former, env=environment, check=True, capture_output=True, text=True
    )
    assert done.stderr.count("cdktf.out: stacks belong in out/cdktf.out") == 1
    assert "main.py" in done.stderr.splitlines()[0]
    assert not (former / "out").exists()
