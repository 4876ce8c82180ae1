"""A platform team installs the wheel in a repository of its own, and uses it as the README says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.locked import locked
from tests.npm import installed

ROOT = Path(__file__).parents[1]
CLI = "cdktf-cli@0.21.0"
PROGRAM = """
from relinfra import Matrix, ReleaseApp
from relinfra_constructs import aws
from relinfra_constructs.cdk import S3Backend, TerraformStack


class AuditTrail(TerraformStack):
    def __init__(self, app: ReleaseApp, name: str, *, vpc_id: str) -> None:
        super().__init__(app, name)
        S3Backend(self, bucket="acme-shop-tfstate", key=f"shop/{name}.tfstate", region="us-east-1")
        aws.Provider(self, region="us-east-1")
        aws.SecurityGroup(self, "audit", description="Reads the audit trail", vpc_id=vpc_id)


app = ReleaseApp(Matrix.load("relinfra.yaml"))
AuditTrail(app, "shop-production-audit", vpc_id=app.environments["production"].network.vpc_id)
app.synth()
"""

pytestmark = pytest.mark.slow


def run(*command: str | Path, folder: Path, environment: dict[str, str] | None = None) -> str:
    """Run a program to its end and return what it printed."""
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def python(shared: Path) -> Path:
    """The interpreter of a clean environment that has the wheel, and Node.js with it; one for all workers of a run."""
    folder = shared / "wheel"
    folder.mkdir(exist_ok=True)
    made = folder / "venv" / "bin" / "python"
    with locked(folder / "lock"):
        if not made.exists():
            install(folder, made)
    return made


def install(folder: Path, made: Path) -> None:
    """Build the wheel, and install it by the lock."""
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT, folder=ROOT)
    (wheel,) = folder.glob("relinfra-*.whl")
    run(sys.executable, "-m", "venv", "venv", folder=folder)
    locks = [f"--constraint={lock}" for lock in constraints(folder)]
    run(made, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *locks, f"{wheel}[node]", folder=folder)


def constraints(folder: Path) -> list[Path]:
    """Write the versions of the lock without their hashes, which pip would then demand of the wheel too."""
    written = []
    for lock in ("runtime", "node"):
        lines = (ROOT / "requirements" / f"{lock}.lock").read_text().splitlines()
        pins = [line.removesuffix(" \\") for line in lines if line and not line.startswith((" ", "#"))]
        path = folder / f"{lock}.txt"
        path.write_text("\n".join(pins) + "\n")
        written.append(path)
    return written


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A folder with a matrix, a program that adds a stack of the team's own, and nothing else."""
    shutil.copy(ROOT / "examples" / "shop" / "relinfra.yaml", tmp_path)
    (tmp_path / "main.py").write_text(PROGRAM)
    return tmp_path


def test_a_stack_of_the_teams_own_reads_ours_from_the_installed_wheel(python: Path, repository: Path) -> None:
    """The app object is public API, and the wheel carries all that it needs."""
    run(python, "main.py", folder=repository)
    stack = json.loads((repository / "out/cdktf.out/stacks/shop-production-audit/cdk.tf.json").read_text())
    assert "aws_vpcmainid" in stack["resource"]["aws_security_group"]["audit"]["vpc_id"]
    manifest = json.loads((repository / "out/cdktf.out/manifest.json").read_text())
    assert manifest["stacks"]["shop-production-audit"]["dependencies"] == ["shop-production-network"]


def test_the_installed_command_builds_the_example(python: Path, repository: Path) -> None:
    """Policies, templates and schema are in the wheel too."""
    run(python.with_name("relinfra"), "build", folder=repository)
    assert (repository / "out" / "release-plan.md").read_text().startswith("# Release & Deployment Plan")


def test_the_real_cdktf_writes_what_relinfra_writes(python: Path, repository: Path) -> None:
    """`cdktf synth` and `relinfra synth`: the same bytes."""
    cdktf = cdktf_cli()
    app = "from relinfra import Matrix, ReleaseApp; ReleaseApp(Matrix.load('relinfra.yaml')).synth()\n"
    (repository / "main.py").write_text(app)
    (repository / "cdktf.json").write_text(json.dumps({"language": "python", "app": f"{python} main.py"}))
    quiet = {**os.environ, "CHECKPOINT_DISABLE": "1", "CI": "true"}
    run(cdktf, "synth", "--output", "by-cdktf", folder=repository, environment=quiet)
    run(python.with_name("relinfra"), "synth", "--out", "by-relinfra", folder=repository)
    assert files_of(repository / "by-cdktf") == files_of(repository / "by-relinfra")


def cdktf_cli() -> Path:
    """Return the real command, installed from npm once; skip where that cannot be done."""
    return installed("cdktf-cli", CLI) / "node_modules" / ".bin" / "cdktf"


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, by its path in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
