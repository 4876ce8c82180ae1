from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from relinfra.matrix import Matrix
from relinfra.pipeline import workflow
from tests.relinfra.cli.conftest import EXAMPLES

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
    ".env.example",
    ".github/workflows/drift.yml",
    ".github/workflows/release.yml",
    ".github/workflows/removal.yml",
    ".github/workflows/rollback.yml",
    ".gitignore",
    ".release-please-manifest.json",
    "CHANGELOG.md",
    "cdktf.json",
    "compose.yaml",
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
    assert "shop/relinfra.yaml:41:14: account: expected your own value, found the stand-in" in result.stdout
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


def test_what_exists_is_kept_and_named(relinfra: Relinfra, tmp_path: Path) -> None:
    """Everything else is written; called again there is nothing to do; `--force` replaces ours, never a stranger's."""
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop/cdktf.json").write_text("{}")
    result = relinfra("init", "shop")
    assert result.returncode == 0
    assert "shop/cdktf.json: kept, it was there (--force replaces it)" in result.stdout
    assert (tmp_path / "shop/cdktf.json").read_text() == "{}"
    assert _files(tmp_path / "shop") == WRITTEN
    again = relinfra("init", "shop")
    assert "0 files written" in again.stdout
    assert again.stdout.count("kept, it was there") == len(WRITTEN)
    assert relinfra("init", "shop", "--force").returncode == 0
    assert (tmp_path / "shop/cdktf.json").read_text() != "{}"


def test_files_of_an_application_are_not_taken_for_ours(relinfra: Relinfra, tmp_path: Path) -> None:
    """Ours get other names, and name each other so; what numbers releases and runs Compose already goes on doing so."""
    shop = tmp_path / "shop"
    theirs = {
        "main.py": "serve()\n",
        "requirements.txt": "flask\n",
        ".github/workflows/release.yml": "jobs: {}\n",
        "docker-compose.yml": "services: {}\n",
        "package.json": '{"devDependencies": {"semantic-release": "24"}}\n',
    }
    for name, text in theirs.items():
        (shop / name).parent.mkdir(parents=True, exist_ok=True)
        (shop / name).write_text(text)
    said = relinfra("init", "shop", "--force", *DECIDED).stdout
    assert {name: (shop / name).read_text() for name in theirs} == theirs
    ours = _files(shop) - theirs.keys()
    assert ours >= {"stacks.py", "requirements-relinfra.txt", ".github/workflows/release-shop.yml"}
    assert not ours & {"compose.yaml", ".env.example", "release-please-config.json", ".release-please-manifest.json"}
    assert json.loads((shop / "cdktf.json").read_text())["app"] == "python stacks.py"
    jobs = yaml.safe_load((shop / ".github/workflows/release-shop.yml").read_text())["jobs"]
    assert "version" not in jobs
    assert "pip install --requirement requirements-relinfra.txt" in str(jobs["build"])
    assert "docker-compose.yml: kept, and no compose.yaml written, which would hide it" in said
    assert "semantic-release numbers the releases already" in said


def test_a_matrix_that_is_there_is_what_the_rest_is_about(relinfra: Relinfra, tmp_path: Path) -> None:
    """The workflow is written from it, and a wrong one is refused before anything is."""
    shop = tmp_path / "shop"
    shop.mkdir()
    shutil.copy(EXAMPLES / "minimal/relinfra.yaml", shop)
    assert relinfra("init", "shop").returncode == 0
    assert "hello-production-apply" in (shop / ".github/workflows/release.yml").read_text()
    (tmp_path / "wrong").mkdir()
    (tmp_path / "wrong/relinfra.yaml").write_text("version: 2\n")
    assert relinfra("init", "wrong").returncode == 2
    assert _files(tmp_path / "wrong") == {"relinfra.yaml"}


def _repository(folder: Path, *remotes: str) -> None:
    subprocess.run(["git", "init", "-q", folder], check=True)
    for name, url in zip(("origin", "fork"), remotes, strict=False):
        subprocess.run(["git", "-C", folder, "remote", "add", name, url], check=True)


def test_the_repository_is_that_of_the_remote(relinfra: Relinfra, tmp_path: Path) -> None:
    """A token in its address goes nowhere; what is told has the last word."""
    _repository(tmp_path, "https://bot:s3cr3t@github.com/acme/store.git", "git@github.com:someone/store.git")
    said = relinfra("init", "shop")
    text = (tmp_path / "shop/relinfra.yaml").read_text()
    assert 'repository: "acme/store"' in text
    assert "s3cr3t" not in said.stdout + said.stderr + text
    relinfra("init", "other", "--repository=acme/other")
    assert Matrix.load(tmp_path / "other/relinfra.yaml").repository == "acme/other"


def test_a_folder_of_a_repository_has_its_workflow_at_the_top(relinfra: Relinfra, tmp_path: Path) -> None:
    """Where GitHub reads it; it runs in the folder, for changes of the folder, beside those of other projects."""
    _repository(tmp_path)
    for name in ("shop", "infra/mail"):
        assert relinfra("init", name, *DECIDED).returncode == 0
    assert _files(tmp_path / "infra/mail") == {name for name in WRITTEN if not name.startswith(".github/")}
    workflows = {path.name for path in (tmp_path / ".github/workflows").iterdir()}
    assert workflows == {
        f"{name}{of}.yml" for name in ("release", "removal", "rollback", "drift") for of in ("", "-mail")
    }
    text = (tmp_path / ".github/workflows/release-mail.yml").read_text()
    content = yaml.safe_load(text)
    paths = ["infra/mail/**", ".github/workflows/release-mail.yml"]
    assert (content[True]["push"]["paths"], content[True]["pull_request"]["paths"]) == (paths, paths)
    packages = json.loads((tmp_path / "infra/mail/release-please-config.json").read_text())["packages"]
    assert list(packages) == ["infra/mail"]
    assert relinfra("init", "infra/mail", "--workflow", "--force").stdout.split() == [
        f".github/workflows/{name}-mail.yml" for name in ("release", "drift", "removal", "rollback")
    ]
    assert (tmp_path / ".github/workflows/release-mail.yml").read_text() == text
    (tmp_path / ".github/workflows/rollback-mail.yml").write_text("name: Ours\n")
    relinfra("init", "infra/mail", "--workflow", "--force")
    assert (tmp_path / ".github/workflows/rollback-mail.yml").read_text() == "name: Ours\n"


def test_a_folder_that_no_path_can_name_is_refused(relinfra: Relinfra, tmp_path: Path) -> None:
    """Its name would be a pattern to GitHub."""
    _repository(tmp_path)
    refused = relinfra("init", "in fra*/shop")
    assert refused.returncode == 2
    assert "expected a folder of letters" in refused.stderr


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
    assert "kept, it was there" in relinfra("init", "shop", "--workflow").stdout
    assert relinfra("init", "shop", "--workflow", "--force").returncode == 0
    written = (tmp_path / "shop/.github/workflows/release.yml").read_text()
    assert written == workflow(Matrix.load(path))
    assert "timeout-minutes: 130" in written
