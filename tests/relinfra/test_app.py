"""The app that `cdktf.json` names is what is synthesized."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from relinfra.app import PLAIN, find_app
from relinfra_constructs.wheel_node import node_of_the_wheel
from tests import forked

ROOT = Path(__file__).parents[2]
MINIMAL = ROOT / "examples" / "minimal"
OURS = """
import os, sys
from relinfra import Matrix, ReleaseApp
from relinfra_constructs import aws
from relinfra_constructs.cdk import LocalBackend, TerraformStack
from helpers import BUCKET

print("where:", os.path.relpath(os.getcwd(), os.path.dirname(__file__)), "tokens:", os.environ.get("TF_VAR_token"))
print("to standard error", file=sys.stderr)
app = ReleaseApp(Matrix.load("relinfra.yaml"))
audit = TerraformStack(app, "hello-audit")
LocalBackend(audit)
aws.Provider(audit, region="eu-west-1")
aws.S3Bucket(audit, "audit", bucket=BUCKET)
app.synth()
"""
FOREIGN = """
from relinfra_constructs.cdk import App, LocalBackend, TerraformStack
app = App()
LocalBackend(TerraformStack(app, "foreign"))
app.synth()
"""
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A copy of the minimal example, with a module that its app may import."""
    folder = tmp_path / "hello"
    shutil.copytree(MINIMAL, folder, ignore=shutil.ignore_patterns("out", "cdktf.out"))
    (folder / "helpers.py").write_text("BUCKET = 'hello-audit'\n")
    return folder


@pytest.fixture
def run(repository: Path) -> Run:
    """Run the program in the repository, or in a folder below it."""

    def relinfra(*arguments: str, below: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        (repository / below).mkdir(parents=True, exist_ok=True)
        return forked.run("relinfra", *arguments, cwd=repository / below, env={**os.environ, **environment})

    return relinfra


def stacks(repository: Path) -> set[str]:
    return {path.name for path in (repository / "out/cdktf.out/stacks").iterdir()}


def test_synth_sees_the_stacks_of_the_team(repository: Path, run: Run) -> None:
    """The app runs in its folder, whatever ours is, without Terraform's variables; what it prints is no result."""
    (repository / "main.py").write_text(OURS)
    done = run("synth", "--json", below="deep/below", TF_VAR_token=str(1), VIRTUAL_ENV="")
    assert done.returncode == 0, done.stderr
    assert "hello-audit" in json.loads(done.stdout)["stacks"]
    assert done.stderr == "where: . tokens: None\nto standard error\n"
    assert "hello-audit" in stacks(repository)
    assert run("synth", "-q").stderr == ""


def test_the_app_gives_the_bytes_that_it_gives_to_cdktf(repository: Path, run: Run) -> None:
    """`python main.py` with `CDKTF_OUTDIR`, and `relinfra synth`."""
    (repository / "main.py").write_text(OURS)
    assert run("synth", "-q").returncode == 0
    environment = {**os.environ, "CDKTF_OUTDIR": "by-cdktf"}
    subprocess.run([sys.executable, "main.py"], cwd=repository, env=environment, check=True, capture_output=True)
    difference = ["diff", "--recursive", "by-cdktf", "out/cdktf.out"]
    assert subprocess.run(difference, cwd=repository, capture_output=True, text=True, check=False).stdout == ""


@pytest.mark.slow
def test_build_holds_the_stacks_of_the_team_to_the_policies(repository: Path, run: Run) -> None:
    """A bucket of the team's own that nothing protects fails the build, as it fails `relinfra check` in CI."""
    (repository / "main.py").write_text(OURS)
    assert run("build", "--no-app", "--today", "2026-07-01").returncode == 0
    assert "hello-audit" not in stacks(repository)
    done = run("build", "--today", "2026-07-01")
    assert done.returncode == 1
    assert "hello-audit: aws_s3_bucket.audit: CKV" in done.stdout
    assert "hello-audit with 1 resource" in run("build", "--no-app", "--today", "2026-07-01").stderr


def test_an_app_that_fails_is_shown(repository: Path, run: Run) -> None:
    """With what it printed, as the failure of a tool; nothing is written."""
    (repository / "main.py").write_text("print('so far')\nraise SystemExit('no more')\n")
    done = run("synth")
    assert (done.returncode, done.stdout) == (3, "")
    assert "error: cdktf.json: the app `python main.py` ended with 1:\n  so far\n  no more\n" in done.stderr
    assert not (repository / "out").exists() or not (repository / "out/cdktf.out").exists()


def test_a_mistake_in_the_matrix_is_one_also_where_an_app_finds_it(repository: Path, run: Run) -> None:
    """An override of nothing has its line and exit code 2, not the traceback of the app."""
    (repository / "main.py").write_text(OURS)
    matrix = repository / "relinfra.yaml"
    wrong = "\n  overrides: {network: {aws_vpc.man: {tags: {}}}}\nenvironments:"
    matrix.write_text(matrix.read_text().replace("\nenvironments:", wrong))
    done = run("synth")
    assert done.returncode == 2
    assert "relinfra.yaml:" in done.stderr
    assert "did you mean `aws_vpc.main`" in done.stderr.lower()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("program", "message"),
    [("print('hm')", "wrote no manifest.json to CDKTF_OUTDIR"), ("import nothing_like_it", "No module named")],
)
def test_an_app_that_synthesizes_nothing_fails(repository: Path, run: Run, program: str, message: str) -> None:
    """It is told what was expected."""
    (repository / "main.py").write_text(program)
    done = run("synth")
    assert done.returncode == 3
    assert message in done.stderr


@pytest.mark.parametrize("program", [FOREIGN, OURS.replace("relinfra.yaml", "other.yaml")])
def test_an_app_of_something_else_is_left_out_and_told(repository: Path, run: Run, program: str) -> None:
    """For one release the matrix alone is synthesized, as before; `--no-app` says nothing."""
    (repository / "main.py").write_text(program)
    (repository / "other.yaml").write_text((repository / "relinfra.yaml").read_text() + "# another\n")
    done = run("synth")
    assert done.returncode == 0
    assert "holds no stacks of relinfra.yaml, which was synthesized alone" in done.stderr
    assert len(stacks(repository)) == 6
    assert run("synth", "--no-app").stderr == ""


def test_the_program_of_init_needs_no_second_python(repository: Path) -> None:
    """It means what the matrix alone means, comments aside; one line more, and it is run."""
    starter = (files("relinfra.starter") / "templates" / "main.py.j2").read_text()
    matrix = repository / "relinfra.yaml"
    for text in (starter, PLAIN, f"# ours\n{starter}"):
        (repository / "main.py").write_text(text)
        assert find_app(repository, matrix) is None
    assert find_app(repository, repository / "other.yaml") is not None
    (repository / "main.py").write_text(f"{starter}\nprint('more')\n")
    assert find_app(repository, matrix) is not None
    (repository / "cdktf.json").write_text('{"app": "poetry run python main.py"}')
    (repository / "main.py").write_text(starter)
    assert find_app(repository, matrix) is not None


def test_an_app_that_calls_relinfra_does_not_run_itself(repository: Path, run: Run) -> None:
    """`relinfra.build` in an app synthesizes the matrix, and ends."""
    (repository / "main.py").write_text(
        "import os, relinfra\n"
        "relinfra.synth(relinfra.load('relinfra.yaml'), os.environ['CDKTF_OUTDIR'], repository='.')\n"
    )
    done = run("synth")
    assert (done.returncode, done.stderr) == (0, "")


def test_an_app_without_python_and_node_on_the_path_is_run_by_ours(repository: Path, run: Run) -> None:
    """Debian has `python3` alone; our Node.js is taken too, also where the app starts it before anybody chooses one."""
    (repository / "main.py").write_text(f"import constructs\n{OURS}")
    (repository / "bin").mkdir()
    for tool in ("sh", "node"):
        found = shutil.which(tool)
        if found:
            (repository / "bin" / tool).symlink_to(found)
    if node_of_the_wheel():
        (repository / "bin" / "node").unlink(missing_ok=True)
        (repository / "bin" / "node").write_text("#!/bin/sh\nexit 1\n")
        (repository / "bin" / "node").chmod(0o755)
    done = run("synth", VIRTUAL_ENV="/nowhere", PATH=str(repository / "bin"))
    assert done.returncode == 0, done.stderr
    assert "hello-audit" in stacks(repository)


def test_an_app_that_is_no_command_is_a_mistake(repository: Path, run: Run) -> None:
    """It is what the user wrote."""
    (repository / "cdktf.json").write_text('{"app": ["python", "main.py"]}')
    done = run("synth")
    assert done.returncode == 2
    assert "cdktf.json: app: expected a command such as `python main.py`" in done.stderr
