"""Which package runs the constructs: cdktf, or its maintained fork cdktn."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SYNTH = "import sys; from relinfra import Matrix, ReleaseApp; ReleaseApp(Matrix.load(sys.argv[1]), sys.argv[2]).synth()"
VERSION = "print(__import__('relinfra_constructs.cdk').cdk.PACKAGE)"


def python(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run this Python."""
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def cdktn(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of an installed cdktn; skip where it cannot be installed."""
    folder = tmp_path_factory.mktemp("cdktn")
    run = python("-m", "pip", "install", "--quiet", "--target", folder, "cdktn>=0.24,<0.25")
    if run.returncode:
        pytest.skip(f"cdktn cannot be installed: {run.stderr.strip().splitlines()[-1]}")
    return str(folder)


def without_versions(value: Any) -> Any:
    """Return Terraform JSON without what names the version of the package that wrote it."""
    if isinstance(value, dict):
        return {key: without_versions(item) for key, item in value.items() if key not in ("//", "version")}
    return [without_versions(item) for item in value] if isinstance(value, list) else value


def meaning(path: Path) -> Any:
    """Return a synthesized file: of what the package writes, what it means; of the listing, the names of the files."""
    text = path.read_text()
    if path.name in ("cdk.tf.json", "manifest.json"):
        return without_versions(json.loads(text))
    if path.name == "relinfra.json":
        listing = json.loads(text)
        return listing | {"files": list(listing["files"])}
    return text


def contents(folder: Path) -> dict[str, Any]:
    """Return every file below a synthesized folder."""
    return {str(path.relative_to(folder)): meaning(path) for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize(
    ("package", "message"),
    [("pulumi", "RELINFRA_CDK: expected cdktf or cdktn, found 'pulumi'"), ("cdktn", "pip install 'relinfra[cdktn]'")],
)
def test_a_package_that_is_not_there_is_told_without_a_traceback(package: str, message: str, tmp_path: Path) -> None:
    """It is the environment that is wrong: exit code 3."""
    hidden = tmp_path / "sitecustomize.py"
    hidden.write_text("import sys; sys.modules['cdktn'] = None\n" if package == "cdktn" else "")
    arguments = ("-m", "relinfra", "synth", ROOT / "examples" / "minimal" / "relinfra.yaml", "--out", tmp_path / "out")
    run = python(*arguments, RELINFRA_CDK=package, PYTHONPATH=str(tmp_path))
    assert run.returncode == 3
    assert message in run.stderr
    assert "Traceback" not in run.stderr


def test_a_program_may_import_cdktf_first(tmp_path: Path) -> None:
    """As sorted imports do: what it loaded is still there for the stacks."""
    program = SYNTH.replace("import sys;", "import cdktf, sys;")
    run = python("-c", program, ROOT / "examples" / "minimal" / "relinfra.yaml", tmp_path / "out", RELINFRA_CDK="cdktf")
    assert (run.returncode, run.stderr) == (0, "")
    assert (tmp_path / "out" / "manifest.json").is_file()


@pytest.mark.slow
def test_the_fork_is_used_where_it_is_installed(cdktn: str) -> None:
    """Unless the environment says otherwise."""
    assert python("-c", VERSION, PYTHONPATH=cdktn, RELINFRA_CDK="").stdout.strip() == "cdktn"
    assert python("-c", VERSION, PYTHONPATH=cdktn, RELINFRA_CDK="cdktf").stdout.strip() == "cdktf"


@pytest.mark.slow
@pytest.mark.parametrize("example", ["minimal", "shop"])
def test_both_packages_write_the_same(example: str, cdktn: str, tmp_path: Path) -> None:
    """Their own version aside."""
    for package in ("cdktf", "cdktn"):
        matrix = ROOT / "examples" / example / "relinfra.yaml"
        run = python("-c", SYNTH, matrix, tmp_path / package, PYTHONPATH=cdktn, RELINFRA_CDK=package)
        assert run.returncode == 0, run.stderr
    assert contents(tmp_path / "cdktn") == contents(tmp_path / "cdktf")
    assert '"version": "0.24.' in (tmp_path / "cdktn" / "manifest.json").read_text()


@pytest.mark.slow
def test_the_constructs_pass_their_tests_with_the_fork(cdktn: str) -> None:
    """All that are about constructs: Node.js, which `test_node` is about, is the same for both."""
    chosen = ("tests/relinfra_constructs", "-m", "not slow", "-k", "not test_cdk and not test_node")
    run = python("-m", "pytest", *chosen, PYTHONPATH=cdktn, RELINFRA_CDK="cdktn", RELINFRA_GOLDEN="")
    assert run.returncode == 0, run.stdout[-4000:]
