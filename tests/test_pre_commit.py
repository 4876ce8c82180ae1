"""The hooks for pre-commit, run by the real one; only its installing of a hook, which asks PyPI, is left out."""

from __future__ import annotations

import os
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
ENDED = re.compile(r"\.(Passed|Failed)\n- hook id: ([\w-]+)")
pytest.importorskip("pre_commit", reason="pre-commit, which the development lock holds, is not installed")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A copy of examples/shop without what was made there."""
    folder = tmp_path / "shop"
    shutil.copytree(ROOT / "examples" / "shop", folder, ignore=shutil.ignore_patterns("out", "cdktf.out"))
    return folder


def _exits(repository: Path) -> dict[str, int]:
    """Return how each hook ended by `pre-commit run`, which is spared only what it asks PyPI for: the installing."""
    hooks = [hook | {"language": "unsupported", "entry": _here(hook), "additional_dependencies": []} for hook in HOOKS]
    config = {"repos": [{"repo": "local", "hooks": [hook | {"verbose": True} for hook in hooks]}]}
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), "utf-8")
    _git(repository, "init", "--quiet")
    _git(repository, "add", "--all")
    done = _pre_commit("run", "--all-files", "--color=never", folder=repository)
    ended = ENDED.findall(done.stdout)
    exits = {str(hook["id"]): 1 for hook in HOOKS} | {name: 0 for word, name in ended if word == "Passed"}
    assert {name for _, name in ended} == exits.keys(), done.stdout + done.stderr
    assert done.returncode == max(exits.values())
    return exits


def _here(hook: Mapping[str, Any]) -> str:
    program, *arguments = shlex.split(hook["entry"])
    return shlex.join([sys.executable, "-m", program, *arguments])


def _pre_commit(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PRE_COMMIT_HOME": str(folder.parent / "pre-commit")}
    command = [sys.executable, "-m", "pre_commit", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def _git(repository: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=repository, capture_output=True, check=True)


@pytest.mark.slow
def test_the_hooks_say_what_the_commands_say_and_change_no_file_that_is_committed(repository: Path) -> None:
    """By pre-commit itself, which fails a hook that changes files; the verdict is that of `relinfra check`.

    The stacks go to `out/`, which `.gitignore` names.
    """
    before = {path: path.read_bytes() for path in repository.rglob("*") if path.is_file()}
    exits = _exits(repository)
    report = relinfra.check(repository / "out" / "cdktf.out", today=datetime.now(UTC).date())

    assert (exits["relinfra-validate"], exits["relinfra-synth"], exits["relinfra-lint"]) == (0, 0, 0)
    assert exits["relinfra-check"] == (0 if report.ok else 1)
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.slow
def test_a_mistake_fails_the_hooks_that_read_the_matrix(repository: Path) -> None:
    """A commit that would bring it in is stopped."""
    matrix = repository / "relinfra.yaml"
    matrix.write_text(matrix.read_text("utf-8").replace(*MISTAKE))
    exits = _exits(repository)

    assert exits["relinfra-validate"] != 0
    assert exits["relinfra-synth"] != 0


def test_the_hooks_are_what_pre_commit_takes(tmp_path: Path) -> None:
    """Its own check of a manifest has nothing to say."""
    done = _pre_commit("validate-manifest", str(ROOT / ".pre-commit-hooks.yaml"), folder=tmp_path)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: str(hook["id"]))
def test_a_hook_is_one_that_pre_commit_takes(hook: Mapping[str, Any]) -> None:
    """With the keys that it requires, a pattern of files, and no list of files for the command."""
    assert {"id", "name", "entry", "language", "files"} <= hook.keys()
    assert hook["language"] == "python"
    assert hook["pass_filenames"] is False
    assert re.search(hook["files"], "infra/relinfra.yaml")
    assert not re.search(hook["files"], "docs/matrix.md")
    assert f"`{hook['id']}`" in (ROOT / "docs" / "policies.md").read_text("utf-8")
