from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from relinfra.matrix import Matrix
from relinfra.pipeline import workflow

if TYPE_CHECKING:
    from conftest import Relinfra

DECIDED = (
    "--repository=acme/shop",
    "--staging-account=111111111111",
    "--production-account=222222222222",
    "--domain=shop.acme.com",
    "--notify=oncall@acme.com",
    "--reviewer=release-managers",
)
WRITTEN = {
    ".github/workflows/release.yml",
    ".gitignore",
    ".release-please-manifest.json",
    "CHANGELOG.md",
    "cdktf.json",
    "main.py",
    "release-please-config.json",
    "relinfra.schema.json",
    "relinfra.yaml",
    "releases/release.schema.json",
    "requirements.txt",
}


def _files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_stand_ins_are_valid_but_reported(relinfra: Relinfra, tmp_path: Path) -> None:
    """Without answers the matrix loads, and `validate` names every line still to be decided and exits with 1."""
    assert relinfra("init", "shop").returncode == 0
    assert _files(tmp_path / "shop") == WRITTEN
    result = relinfra("validate", "shop/relinfra.yaml")
    assert result.returncode == 1
    assert "shop/relinfra.yaml:40:14: account: expected your own value, found the stand-in" in result.stdout
    assert result.stdout.endswith("10 values still to be decided\n")


def test_lint_finds_nothing_that_is_not_waived(relinfra: Relinfra, tmp_path: Path) -> None:
    """What is small at the beginning is waived with a reason and an end, and the workflow does what lint asks for."""
    assert relinfra("init", "shop", *DECIDED).returncode == 0
    result = relinfra("lint", "shop/relinfra.yaml")
    assert (result.returncode, result.stdout) == (0, "nothing found; 3 waived\n")


def test_answers_leave_nothing_open(relinfra: Relinfra, tmp_path: Path) -> None:
    """With every answer given, `validate` has nothing to report."""
    assert relinfra("init", "shop", *DECIDED).returncode == 0
    result = relinfra("validate", "shop/relinfra.yaml")
    assert (result.returncode, result.stderr) == (0, "")
    assert Matrix.load(tmp_path / "shop/relinfra.yaml").repository == "acme/shop"


def test_every_written_file_parses(relinfra: Relinfra, tmp_path: Path) -> None:
    """The JSON files are JSON and the program is Python."""
    relinfra("init", "shop", *DECIDED)
    for name in ("cdktf.json", "release-please-config.json", ".release-please-manifest.json"):
        json.loads((tmp_path / "shop" / name).read_text())
    compile((tmp_path / "shop/main.py").read_text(), "main.py", "exec")


def test_nothing_is_overwritten(relinfra: Relinfra, tmp_path: Path) -> None:
    """Existing files are named and kept, and nothing else is written; `--force` replaces them."""
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop/main.py").write_text("mine")
    result = relinfra("init", "shop")
    assert result.returncode == 2
    assert "already has main.py" in result.stderr
    assert _files(tmp_path / "shop") == {"main.py"}
    assert relinfra("init", "shop", "--force").returncode == 0
    assert (tmp_path / "shop/main.py").read_text() != "mine"


def test_gitignore_is_added_to(relinfra: Relinfra, tmp_path: Path) -> None:
    """The lines of an existing .gitignore stay, and each missing one is added once."""
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop/.gitignore").write_text("*.log\nout/")
    relinfra("init", "shop")
    lines = (tmp_path / "shop/.gitignore").read_text().splitlines()
    assert lines[:2] == ["*.log", "out/"]
    assert len(lines) == len(set(lines))
    assert "cdktf.out/" in lines


@pytest.mark.parametrize(
    ("folder", "project"),
    [
        ("a-very-long-folder-name-for-a-project-of-ours", "a-very-long-folder-name-for-a"),
        ("My.Project_2024", "my-project-2024"),
        ("x" * 200, "x" * 30),
    ],
)
def test_a_folder_that_no_project_can_be_called_as(
    relinfra: Relinfra, tmp_path: Path, folder: str, project: str
) -> None:
    """The project gets as many words of its name as fit, which is told; a folder's own name is not."""
    result = relinfra("init", folder)
    assert (result.returncode, result.stderr) == (0, "")
    assert f"the project is called {project}; another name: relinfra init --force --project NAME" in result.stdout
    assert Matrix.load(tmp_path / folder / "relinfra.yaml").project == project
    assert "is called" not in relinfra("init", "shop").stdout


def test_a_name_that_is_too_long_is_one_fault(relinfra: Relinfra) -> None:
    """What would have been named after it is not told besides."""
    result = relinfra("init", "shop", "--project", "x" * 41)
    assert result.returncode == 2
    assert result.stderr.startswith("error: project: expected a name of at most 40 lower-case letters")
    assert "state.bucket" not in result.stderr
    assert "repository" not in result.stderr


@pytest.mark.parametrize(
    "hostile",
    [
        "--project=../etc",
        "--project=x' # y",
        "--repository=acme/shop\n  evil: true",
        "--repository=${{ github.token }}",
        "--reviewer=`id`",
        '--domain="}',
        "--notify=$(id)@example.com",
        "--staging-account=1",
        "--region=moon-1",
    ],
)
def test_hostile_answers_are_refused(relinfra: Relinfra, tmp_path: Path, hostile: str) -> None:
    """What the matrix would not accept is refused before anything is written."""
    result = relinfra("init", "shop", hostile)
    assert result.returncode == 2
    assert "expected" in result.stderr
    assert not (tmp_path / "shop").exists()


def test_a_directory_without_a_name_asks_for_one(relinfra: Relinfra) -> None:
    """Where the directory's name holds no letter, the project must be named."""
    result = relinfra("init", "123")
    assert result.returncode == 2
    assert "--project" in result.stderr


def test_the_workflow_follows_the_matrix(relinfra: Relinfra, tmp_path: Path) -> None:
    """`--workflow --force` writes the workflow anew from the matrix that is there, and nothing else."""
    relinfra("init", "shop", *DECIDED)
    path = tmp_path / "shop/relinfra.yaml"
    path.write_text(path.read_text().replace("bake_minutes: 15", "bake_minutes: 45"))
    assert relinfra("init", "shop", "--workflow").returncode == 2
    assert relinfra("init", "shop", "--workflow", "--force").returncode == 0
    written = (tmp_path / "shop/.github/workflows/release.yml").read_text()
    assert written == workflow(Matrix.load(path))
    assert "timeout-minutes: 130" in written
