from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Relinfra

ACCOUNT = 'account: "333333333333"'


def locked(matrix: Path, folder: Path) -> Path:
    """Copy a matrix with its lock, and return the lock."""
    shutil.copy(matrix, folder)
    return Path(shutil.copy(matrix.with_suffix(".lock.json"), folder))


def test_what_is_forgotten_is_printed_and_kept_with_its_reason(
    relinfra: Relinfra, matrix: Path, tmp_path: Path
) -> None:
    """A pattern names the stacks; whoever reviews the lock reads why."""
    lock = locked(matrix, tmp_path)
    result = relinfra("lock", "forget", "hello-staging-*", "--reason", "moved to\nanother account")
    assert (result.returncode, result.stderr) == (0, "")
    assert "hello-staging-service *: may go: moved to another account" in result.stdout
    kept = json.loads(lock.read_text())
    assert [name for name in kept["stacks"] if "staging" in name] == []
    assert {one["reason"] for one in kept["forgotten"]} == {"moved to another account"}


def test_states_that_were_moved_are_counted(relinfra: Relinfra, matrix: Path, tmp_path: Path) -> None:
    """By the beginning of their stacks' names."""
    lock = locked(matrix, tmp_path)
    result = relinfra("lock", "move", "hello-staging", "hello-stage")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.endswith("states of hello-staging are hello-stage's now\n")
    stage = json.loads(lock.read_text())["stacks"]["hello-stage-service"]
    assert (stage["environment"], stage["state"]) == (
        "stage",
        "s3://acme-hello-tfstate/hello/hello-stage-service.tfstate",
    )


def test_a_name_that_is_not_locked_exits_with_2(relinfra: Relinfra, matrix: Path, tmp_path: Path) -> None:
    """And so does a folder without a lock; the nearest name, or what writes the lock, is told."""
    lock = locked(matrix, tmp_path)
    result = relinfra("lock", "forget", "hello-staging-servic", "--reason", "x")
    assert (result.returncode, result.stdout) == (2, "")
    assert "did you mean `hello-staging-service`" in result.stderr
    lock.unlink()
    result = relinfra("lock", "move", "a", "b")
    assert result.returncode == 2
    assert "`relinfra synth` writes it" in result.stderr


def test_validate_tells_what_would_be_lost(relinfra: Relinfra, matrix: Path, tmp_path: Path) -> None:
    """As problems, with an excerpt; as JSON with the steps of what can be done safely."""
    locked(matrix, tmp_path)
    copy = tmp_path / matrix.name
    text = copy.read_text()
    copy.write_text(text.replace(ACCOUNT, 'account: "555555555555"'))
    result = relinfra("validate")
    assert result.returncode == 2
    assert "in the account 555555555555 instead of 333333333333" in result.stdout
    copy.write_text(text.replace("project: hello", "project: hi"))
    told = json.loads(relinfra("validate", "--json").stdout)
    assert told["valid"] is False
    assert [problem["rule"] for problem in told["problems"]] == ["locked"]
    assert "     relinfra lock move hello hi" in told["procedure"]
