from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from tests.relinfra.cli.conftest import EXAMPLES

if TYPE_CHECKING:
    from conftest import Relinfra


def _shop(folder: Path) -> Path:
    shutil.copy(EXAMPLES / "shop/relinfra.yaml", folder)
    return folder / "relinfra.yaml"


def test_both_files_are_written_beside_the_matrix(relinfra: Relinfra, tmp_path: Path) -> None:
    """The command says what is next; called again it has nothing to do."""
    _shop(tmp_path)
    first = relinfra("local")
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.splitlines()[:2] == ["compose.yaml", ".env.example"]
    assert relinfra("local").stdout.startswith("nothing written")


def test_check_tells_what_is_behind(relinfra: Relinfra, tmp_path: Path) -> None:
    """For CI: nothing is written, each file is told by what is wrong with it, and the exit code is 1."""
    matrix = _shop(tmp_path)
    missing = relinfra("local", "--check")
    assert (missing.returncode, sorted(path.name for path in tmp_path.iterdir())) == (1, ["relinfra.yaml"])
    assert "compose.yaml: is missing; `relinfra local` writes it" in missing.stdout
    relinfra("local")
    assert relinfra("local", "--check").returncode == 0
    (tmp_path / ".env.example").write_text("mine")
    matrix.write_text(matrix.read_text().replace("port: 8080", "port: 9090"))
    behind = relinfra("local", "--check")
    assert behind.returncode == 1
    assert "compose.yaml: is of another matrix" in behind.stdout
    assert ".env.example: was edited" in behind.stdout


def test_a_persons_file_is_kept(relinfra: Relinfra, tmp_path: Path) -> None:
    """It is named, with where edits belong, and nothing is written."""
    _shop(tmp_path)
    (tmp_path / "compose.yaml").write_text("services: {}\n")
    refused = relinfra("local")
    assert refused.returncode == 2
    assert "compose.yaml: written or edited by a person" in refused.stderr
    assert "compose.override.yaml" in refused.stderr
    assert relinfra("local", "--force").returncode == 0


def test_an_unknown_stage_names_the_nearest(relinfra: Relinfra, tmp_path: Path) -> None:
    """So does one that runs on AWS."""
    _shop(tmp_path)
    refused = relinfra("local", "locl")
    assert refused.returncode == 2
    assert "expected an environment with `target: compose`, found `locl`; did you mean `local`?" in refused.stderr
    assert relinfra("local", "staging").returncode == 2
