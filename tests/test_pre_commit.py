"""The hooks for pre-commit. pre-commit itself is not in the lock: what it would run is run here without it."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

import relinfra

ROOT = Path(__file__).parents[1]
HOOKS: list[Mapping[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
MISTAKE = ("project: shop", "project: Shop!")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A copy of examples/shop without what was made there."""
    folder = tmp_path / "shop"
    shutil.copytree(ROOT / "examples" / "shop", folder, ignore=shutil.ignore_patterns("out", "cdktf.out"))
    return folder


def _exits(repository: Path) -> dict[str, int]:
    """Return how each hook ends, run in the order of the file as pre-commit does."""
    commands = {hook["id"]: shlex.split(hook["entry"]) for hook in HOOKS}
    return {
        name: subprocess.run(
            [sys.executable, "-m", program, *arguments], cwd=repository, capture_output=True, check=False
        ).returncode
        for name, (program, *arguments) in commands.items()
    }


@pytest.mark.slow
def test_the_hooks_say_what_the_commands_say_and_change_no_file_that_is_committed(repository: Path) -> None:
    """The verdict on the stacks is that of `relinfra check`; they go to `out/`, which `.gitignore` names.

    pre-commit fails a hook that changes files.
    """
    assert _exits(repository).keys() == {f"relinfra-{name}" for name in ("validate", "synth", "lint", "check")}
    before = {path: path.read_bytes() for path in repository.rglob("*") if path.is_file() and "out" not in path.parts}
    exits = _exits(repository)
    assert (exits["relinfra-validate"], exits["relinfra-synth"], exits["relinfra-lint"]) == (0, 0, 0)
    report = relinfra.check(repository / "out" / "cdktf.out", today=datetime.now(UTC).date())
    assert exits["relinfra-check"] == (0 if report.ok else 1)
    after = {path: path.read_bytes() for path in repository.rglob("*") if path.is_file() and "out" not in path.parts}
    assert after == before


@pytest.mark.slow
def test_a_mistake_fails_the_hooks_that_read_the_matrix(repository: Path) -> None:
    """Each by its own exit code; the stacks of before stay as they were."""
    matrix = repository / "relinfra.yaml"
    matrix.write_text(matrix.read_text("utf-8").replace(*MISTAKE))
    exits = _exits(repository)
    assert exits["relinfra-validate"] != 0
    assert exits["relinfra-synth"] != 0


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: str(hook["id"]))
def test_a_hook_is_one_that_pre_commit_takes(hook: Mapping[str, Any]) -> None:
    """With the keys that it requires, a pattern of files, and no list of files for the command."""
    assert {"id", "name", "entry", "language", "files"} <= hook.keys()
    assert hook["language"] == "python"
    assert hook["pass_filenames"] is False
    assert re.search(hook["files"], "infra/relinfra.yaml")
    assert not re.search(hook["files"], "docs/matrix.md")
    assert f"`{hook['id']}`" in (ROOT / "docs" / "policies.md").read_text("utf-8")
